'use client'

import { Link } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'

/** One entry of the navigation, in Payload's own dress; the current one is marked and still a link. */
export const NavEntry = ({ href, label }: { href: string; label: string }) => {
  const isCurrent = usePathname() === href
  return (
    <Link
      aria-current={isCurrent ? 'page' : undefined}
      className="nav__link"
      href={href}
      id={`nav-${label.toLowerCase()}`}
      prefetch={false}
    >
      {isCurrent && <div className="nav__link-indicator" />}
      <span className="nav__link-label">{label}</span>
    </Link>
  )
}
