import { Link } from '@payloadcms/ui'
import type { ReactNode } from 'react'

import { toDocumentId } from '@/ledger/documentId'

import { FromNow } from '../../components/FromNow/FromNow.client'
import { SafeText } from '../../components/SafeText'
import styles from './index.module.css'
import type { DeadLetter } from './letter'

/** What is known of the failure and of whom the event concerns. */
export const Facts = ({ letter }: { letter: DeadLetter }) => {
  const facts: { name: string; value: ReactNode }[] = [
    { name: 'Conversation', value: to('conversations', letter.cid) },
    { name: 'Application', value: to('applications', letter.aid) },
    { name: 'Customer', value: to('customers', letter.uid) },
    { name: 'First failure', value: letter.firstFailedAt && <FromNow at={letter.firstFailedAt} /> },
    { name: 'Last failure', value: letter.lastFailedAt && <FromNow at={letter.lastFailedAt} /> },
    { name: 'Error', value: letter.errorClass },
    { name: 'Projection', value: letter.projection },
    { name: 'Discarded because', value: text(letter.discardReason) },
    { name: 'Discarded by', value: text(letter.discardedBy) },
    { name: 'Discarded', value: letter.discardedAt && <FromNow at={letter.discardedAt} /> },
  ]
  return (
    <dl className={styles.list}>
      {facts
        .filter(({ value }) => value)
        .map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  )
}

const text = (value: string | null | undefined) => value && <SafeText>{value}</SafeText>

const to = (collection: string, businessId: string | null | undefined) =>
  businessId && (
    <Link
      href={`/admin/collections/${collection}/${encodeURIComponent(toDocumentId(businessId))}`}
      prefetch={false}
    >
      <SafeText>{businessId}</SafeText>
    </Link>
  )
