import { redirect } from 'next/navigation'

/** The product is its admin panel: the bare address leads there. */
const Home = () => redirect('/admin')

export default Home
