import { Link } from '@payloadcms/ui'

import type { BehindRow } from '@/queries/business/listBehind'

import { SafeText } from '../components/SafeText'
import { formatDuration } from '../format/duration'
import { formatMoney } from '../format/money'
import { describeOutcome, describeStatus } from '../format/status'
import { wordsOf } from '../format/text'
import { formatExact } from '../format/time'
import styles from './BehindPanel.module.css'

/** What a person wants to know of each conversation, and the way to it. */
export const BehindTable = ({
  caption,
  rows,
  timeZone,
}: {
  caption: string
  rows: BehindRow[]
  /** Whose days the numbers are of: the times are told by its clocks. */
  timeZone: string
}) => (
  <table className={styles.table}>
    <caption className={styles.caption}>{caption}</caption>
    <thead>
      <tr>
        <th scope="col">Customer</th>
        <th scope="col">Application</th>
        <th scope="col" title={`By the clocks of ${timeZone}`}>
          When
        </th>
        <th scope="col">Outcome</th>
        <th scope="col">Purpose</th>
        <th scope="col">Amount</th>
        <th scope="col">Decided in</th>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.id}>
          <th scope="row">
            <Way row={row} />
          </th>
          <td>{row.applicationNumber ? <SafeText>{row.applicationNumber}</SafeText> : '–'}</td>
          <td title={formatExact(row.at)}>{formatIn(timeZone, row.at)}</td>
          <td>{standing(row)}</td>
          <td>{row.loanPurpose ? <SafeText>{wordsOf(row.loanPurpose)}</SafeText> : '–'}</td>
          <td>{formatMoney(row.loanAmount)}</td>
          <td>{formatDuration(row.timeToDecisionMs)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const formatIn = (timeZone: string, at: string): string =>
  new Intl.DateTimeFormat('en-AU', {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(new Date(at))

const Way = ({ row: { applicationId, conversationId, customerName, id } }: { row: BehindRow }) => {
  const name = <SafeText>{customerName?.trim() || id}</SafeText>
  const href = conversationId
    ? `/admin/collections/conversations/${encodeURIComponent(conversationId)}`
    : applicationId && `/admin/collections/applications/${encodeURIComponent(applicationId)}`
  return href ? (
    <Link href={href} prefetch={false}>
      {name}
    </Link>
  ) : (
    name
  )
}

const standing = ({ outcome, status }: BehindRow): string => {
  if (outcome) return describeOutcome(outcome).label
  return status ? `Undecided, ${describeStatus(status).label}` : 'Undecided'
}
