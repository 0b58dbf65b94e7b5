'use client'

import type { BusinessAnswer } from '@/queries/business/answer'
import { isCounted } from '@/queries/business/periods'

import { formatClock } from '../../format/time'
import { formatRange } from '../../business/days'
import styles from './Head.module.css'
import { PeriodPicker } from './PeriodPicker.client'
import type { AddressChange } from './useAddress'

/** Which days are shown, up to when they are known, and other days to choose. */
export const Head = ({
  change,
  data,
  isStale,
  search,
}: {
  change: (change: AddressChange) => void
  data: BusinessAnswer | undefined
  isStale: boolean
  search: URLSearchParams
}) => (
  <header className={styles.head}>
    <div className={styles.title}>
      <h1 className={styles.name}>Business</h1>
      {data && (
        <p>
          {formatRange(data.period)}
          {isCounted(data.before, data.firstDay) && `, compared with ${formatRange(data.before)}`}
          <span data-stale={isStale || undefined} data-testid="as-of">
            {' '}
            · as of {formatClock(data.asOf)}
            {isStale && ', not up to date'}
          </span>
        </p>
      )}
    </div>
    <PeriodPicker change={change} data={data} search={search} />
    <a
      aria-disabled={!data}
      className={styles.export}
      {...(data && { download: true, href: `/api/business/export?${search}` })}
    >
      Export CSV
    </a>
  </header>
)
