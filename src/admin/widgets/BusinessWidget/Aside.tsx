import { Link } from '@payloadcms/ui'

import type { Preset } from '@/queries/business/periods'

import { periodNames } from '../../business/periodNames'
import { formatClock } from '../../format/time'
import styles from '../index.module.css'

/** Which days a widget shows, and the way to all about them; or that it is not up to date. */
export const Aside = ({
  asOf,
  onTryAgain,
  period,
}: {
  /** Set where the numbers could not be read again since. */
  asOf: string | undefined
  onTryAgain: () => void
  /** Nothing where the widget shows no period. */
  period: Preset | undefined
}) => {
  if (asOf !== undefined)
    return (
      <span className={styles.stale}>
        as of {formatClock(asOf)}, not up to date
        <button onClick={onTryAgain} type="button">
          Try again
        </button>
      </span>
    )
  if (period === undefined) return null
  return (
    <Link
      className={styles.period}
      href={`/admin/business?period=${period}`}
      prefetch={false}
      title={`The last ${periodNames[period]} on the business page`}
    >
      {periodNames[period]}
    </Link>
  )
}
