import styles from './index.module.css'
import { SchemaTree } from './SchemaTree'
import type { Message, Schema } from './types'
import { Words } from './Words'

/** One message of one channel: what it means, its fields and an example. */
export const MessageCard = ({ channel, message }: { channel: string; message: Message }) => {
  const { examples = [], name, payload, summary, title } = message
  const id = `${channel}-${name}`
  return (
    <article className={styles.card} data-entry id={id}>
      <header>
        <h3>
          <a href={`#${id}`}>{title}</a>
        </h3>
        <code>{name}</code>
      </header>
      {summary && (
        <p>
          <Words>{summary}</Words>
        </p>
      )}
      <section>
        <h4>Fields</h4>
        <SchemaTree schema={withoutBranches(payload)} />
      </section>
      {examples.map(({ payload: example }, index) => (
        <details className={styles.example} key={index}>
          <summary>Example</summary>
          <pre tabIndex={0}>
            {typeof example === 'string' ? example : JSON.stringify(example, undefined, 2)}
          </pre>
        </details>
      ))}
    </article>
  )
}

/** Rules across fields are told in words; the fields are those of the whole. */
const withoutBranches = (schema: Schema): Schema => {
  if (!schema.properties) return schema
  const { anyOf: _across, ...rest } = schema
  return rest
}
