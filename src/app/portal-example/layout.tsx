import type { Metadata } from 'next'
import type { ReactNode } from 'react'

import './page.css'

export const metadata: Metadata = {
  title: 'Your loan · Example portal',
  robots: { index: false, follow: false },
}

const Layout = ({ children }: { children: ReactNode }) => (
  <html lang="en-AU">
    <body>{children}</body>
  </html>
)

export default Layout
