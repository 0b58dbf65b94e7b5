import { FromNow } from '../../components/FromNow/FromNow.client'
import { SafeText } from '../../components/SafeText'
import styles from './index.module.css'
import type { AuditEvent } from './letter'

const words: Record<string, string> = {
  'dead-letter.retried': 'retried',
  'dead-letter.discarded': 'discarded',
}

/** Who did what with it, the latest first. */
export const Trail = ({ events }: { events: AuditEvent[] }) => (
  <section className={styles.section}>
    <h2>What was done</h2>
    <ul className={styles.trail}>
      {events.map(({ action, actor, at, details, id }) => (
        <li key={id}>
          <SafeText>{actor ?? ''}</SafeText> {words[action ?? ''] ?? action} it
          {outcomeOf(details)} <FromNow at={at} />
        </li>
      ))}
    </ul>
  </section>
)

const outcomeOf = (details: AuditEvent['details']): string => {
  const outcome =
    typeof details === 'object' && details !== null && 'outcome' in details
      ? details.outcome
      : undefined
  return typeof outcome === 'string' ? ` (${outcome})` : ''
}
