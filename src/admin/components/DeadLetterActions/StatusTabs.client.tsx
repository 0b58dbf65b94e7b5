'use client'

import { Link } from '@payloadcms/ui'
import { useSearchParams } from 'next/navigation.js'

import styles from './index.module.css'

const statuses = ['parked', 'retried', 'discarded'] as const

type Status = (typeof statuses)[number]

const tabs: { label: string; status: Status | 'all' }[] = [
  { label: 'Parked', status: 'parked' },
  { label: 'Retried', status: 'retried' },
  { label: 'Discarded', status: 'discarded' },
  { label: 'All', status: 'all' },
]

/** The list's address with a filter by status, as the list's own filter writes it. */
const toListAddress = (status: Status | 'all'): string =>
  `/admin/collections/dead-letters?${new URLSearchParams(
    status === 'all'
      ? { [`${filterPath}[in]`]: statuses.join(',') }
      : { [`${filterPath}[equals]`]: status },
  )}`

const filterPath = 'where[or][0][and][0][status]'

/** Which dead letters are listed, by what became of them. */
export const StatusTabs = () => {
  const search = useSearchParams()
  const filters = [...search].filter(([key]) => key.startsWith('where')).map(String)
  return (
    <nav aria-label="Status" className={styles.tabs}>
      {tabs.map(({ label, status }) => {
        const href = toListAddress(status)
        const own = [...new URLSearchParams(href.slice(href.indexOf('?') + 1))].map(String)
        const isCurrent = filters.length === 1 && filters[0] === own[0]
        return (
          <Link aria-current={isCurrent ? 'page' : undefined} href={href} key={status}>
            {label}
          </Link>
        )
      })}
    </nav>
  )
}
