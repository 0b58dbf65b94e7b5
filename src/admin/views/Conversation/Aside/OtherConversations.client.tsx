'use client'

import { Link } from '@payloadcms/ui'
import { useQuery } from '@tanstack/react-query'

import { SafeText } from '../../../components/SafeText'
import { StatusPill } from '../../../components/StatusPill'
import { countOf } from '../../../format/text'
import { formatDate } from '../../../format/time'
import { useIsAnchored } from '../../../hooks/useRealtime'
import { readOtherConversations } from '../../../live/api'
import styles from './OtherConversations.module.css'
import { Section } from './Section'

const maximumShown = 8

/** The customer's other conversations, newest first; absent where there are none. */
export const OtherConversations = ({
  customerId,
  exceptId,
}: {
  customerId: string
  exceptId: string
}) => {
  const isAnchored = useIsAnchored()
  const { data: others = [] } = useQuery({
    queryKey: ['other-conversations', customerId, exceptId],
    enabled: isAnchored,
    queryFn: ({ signal }) =>
      readOtherConversations({ customerId, exceptId, limit: maximumShown }, signal),
  })
  if (others.length === 0) return null
  return (
    <Section title="Other conversations">
      <ul className={styles.others}>
        {others.map((conversation) => (
          <li key={conversation.id}>
            <Link
              href={`/admin/collections/conversations/${encodeURIComponent(conversation.id)}`}
              prefetch={false}
            >
              <SafeText>
                {conversation.applicationNumber || conversation.conversationId || conversation.id}
              </SafeText>
            </Link>
            <span>
              {formatDate(conversation.startedAt)} ·{' '}
              {countOf(conversation.utteranceCount ?? 0, 'message')}
            </span>
            <StatusPill status={conversation.status} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
