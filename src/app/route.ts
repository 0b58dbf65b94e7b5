import { redirect } from 'next/navigation'

/** The product is its admin panel: the bare address leads there. */
export const GET = () => redirect('/admin')
