import { fromDocumentId } from '@/ledger/documentId'

import { Message } from '../Message'
import { Pill } from '../Pill'
import { SafeText } from '../SafeText'
import type { Retried, ShownChange } from './api'
import { describeRetried } from './describe'
import styles from './index.module.css'

/** What a retry would change: document by document, field by field, before and after. */
export const Changes = ({ preview }: { preview: Retried }) => {
  if (preview.outcome !== 'applied')
    return (
      <Message isCompact title="A retry would change nothing">
        <p>
          <SafeText>{describeRetried(preview).text}</SafeText>
        </p>
      </Message>
    )
  return (
    <div aria-live="polite" className={styles.changes}>
      <h2>A retry would change this</h2>
      {preview.changes.map((change) => (
        <DocumentChange change={change} key={`${change.collection}/${change.id}`} />
      ))}
    </div>
  )
}

const DocumentChange = ({ change: { collection, fields, id, isNew } }: { change: ShownChange }) => (
  <div className={styles.document}>
    <h3>
      {collection} <SafeText>{fromDocumentId(id)}</SafeText>{' '}
      {isNew && <Pill tone="accent">new</Pill>}
    </h3>
    <table>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ after, before, path }) => (
          <tr key={path}>
            <th scope="row">
              <SafeText>{path}</SafeText>
            </th>
            <td>
              <Value value={before} />
            </td>
            <td>
              <Value value={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const Value = ({ value }: { value: unknown }) => {
  if (value === undefined || value === null) return <span className={styles.absent}>—</span>
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return (
    <div className={styles.value}>
      <SafeText>{text}</SafeText>
    </div>
  )
}
