import { FromNow } from '../../components/FromNow/FromNow.client'
import { SafeText } from '../../components/SafeText'
import { StatusPill } from '../../components/StatusPill'
import { nameOf } from '../../format/names'
import { standingOf } from '../../format/status'
import { countOf } from '../../format/text'
import { formatDate, formatExact, formatShortClock } from '../../format/time'
import type { Conversation } from '../../live/documents'
import styles from './index.module.css'

/**
 * Which conversation this is: with whom, how it stands, since when, how long. A decision on its
 * application stands first; the conversation's own status follows where it says something else.
 */
export const Header = ({
  conversation,
  outcome,
}: {
  conversation: Conversation
  outcome: string | null | undefined
}) => (
  <header className={styles.head}>
    <h1 className={styles.title}>
      <SafeText>{nameOf(conversation)}</SafeText>
    </h1>
    <Standing outcome={outcome} status={conversation.status} />
    <p className={styles.facts}>
      {conversation.applicationNumber && (
        <span>
          <SafeText>{conversation.applicationNumber}</SafeText>
        </span>
      )}
      {conversation.startedAt && (
        <span title={formatExact(conversation.startedAt)}>
          started {formatDate(conversation.startedAt)}, {formatShortClock(conversation.startedAt)}
        </span>
      )}
      <span>{countOf(conversation.utteranceCount ?? 0, 'message')}</span>
      {conversation.updatedAt && (
        <span>
          last event <FromNow at={conversation.updatedAt} />
        </span>
      )}
    </p>
  </header>
)

const Standing = ({ outcome, status }: { outcome: string | null | undefined; status: string }) => {
  const standing = standingOf({ outcome, status })
  return (
    <>
      {standing !== status && <StatusPill status={standing} title={`Outcome: ${standing}`} />}
      <StatusPill status={status} />
    </>
  )
}
