'use client'

import { Link } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'

/** One entry of the navigation, in Payload's own dress; the current one is marked and still a link. */
export const NavEntry = ({
  beside = [],
  href,
  label,
}: {
  /** Other pages of the same place. */
  beside?: readonly string[]
  href: string
  label: string
}) => {
  const path = usePathname()
  const isCurrent = path === href || beside.includes(path)
  return (
    <Link
      aria-current={path === href ? 'page' : isCurrent || undefined}
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
