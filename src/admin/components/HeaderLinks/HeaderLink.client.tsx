'use client'

import { Link } from '@payloadcms/ui'
import { usePathname } from 'next/navigation.js'

import styles from './index.module.css'

/** One way; where it leads to the present page, it is marked and still a link. */
export const HeaderLink = ({ href, label }: { href: string; label: string }) => (
  <Link
    aria-current={usePathname() === href ? 'page' : undefined}
    className={styles.link}
    href={href}
    prefetch={false}
  >
    {label}
  </Link>
)
