import type { BusinessAnswer } from '@/queries/business/answer'
import { isCounted } from '@/queries/business/periods'

import { formatDay, formatRange } from '../../business/days'
import { groupDigits } from '../../format/text'
import styles from './index.module.css'

/** What has to be known of the numbers before they are believed. */
export const Notices = ({ data: { before, cut, firstDay, period } }: { data: BusinessAnswer }) => (
  <>
    {firstDay && firstDay > before.from && (
      <p className={styles.notice} role="note">
        The numbers begin on {formatDay(firstDay)}:{' '}
        {!isCounted(before, firstDay)
          ? 'there is no period before to compare with.'
          : `the period before (${formatRange(before)}) is not whole, so that differences from it say little.`}
      </p>
    )}
    {cut && (
      <p className={styles.notice} role="note">
        There is more in this period than one answer reads. Medians, funnel, drop-off and
        distribution (under filters, everything) cover the newest {groupDigits(cut.rowLimit)}{' '}
        conversations or applications; choose a shorter period for all of them.
      </p>
    )}
    {period.numbers.conversationsStarted === 0 &&
      period.numbers.decided === 0 &&
      period.numbers.messages === 0 && (
        <p className={styles.notice} role="note">
          Nothing happened in this period, or nothing that the filters let through.
        </p>
      )}
  </>
)
