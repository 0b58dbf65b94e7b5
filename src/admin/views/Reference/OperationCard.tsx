import { Pill } from '../../components/Pill'
import { toCurl } from './curl'
import styles from './index.module.css'
import { SchemaTree } from './SchemaTree'
import type { Operation, Parameter, Schema } from './types'
import { Words } from './Words'

/** One operation: how it is asked, by whom, and what it answers. */
export const OperationCard = ({
  method,
  operation,
  path,
}: {
  method: string
  operation: Operation
  path: string
}) => {
  const { description, operationId, parameters = [], requestBody, responses, summary } = operation
  const isFailure = ([status]: [string, unknown]): boolean => Number(status) >= 400
  const answers = Object.entries(responses)
  return (
    <article className={styles.card} data-entry id={operationId}>
      <header>
        <h3>
          <a href={`#${operationId}`}>{summary}</a>
        </h3>
        <div className={styles.callers}>
          {operation['x-callers'].map((caller) => (
            <Pill key={caller} tone={caller === 'anyone' ? 'warn' : 'none'}>
              {caller.replace('-', ' ')}
            </Pill>
          ))}
        </div>
      </header>
      <p className={styles.address}>
        <b data-method={method}>{method.toUpperCase()}</b> <code>{path}</code>
      </p>
      {description && (
        <p>
          <Words>{description}</Words>
        </p>
      )}
      {parameters.length > 0 && (
        <section>
          <h4>Parameters</h4>
          <SchemaTree schema={toSchema(parameters)} />
        </section>
      )}
      {Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => (
        <section key={type}>
          <h4>
            Body <small>{type}</small>
          </h4>
          <SchemaTree schema={schema} />
        </section>
      ))}
      <section>
        <h4>Answers</h4>
        {answers
          .filter((answer) => !isFailure(answer))
          .map(([status, { content, description: words }]) => (
            <Answer key={status} content={content} status={status} words={words} />
          ))}
        <details className={styles.failures}>
          <summary>
            Failures{' '}
            <span>
              {answers
                .filter(isFailure)
                .map(([status]) => status)
                .join(' ')}
            </span>
          </summary>
          <dl>
            {answers.filter(isFailure).map(([status, { description: words }]) => (
              <div key={status}>
                <dt>{status}</dt>
                <dd>
                  <Words>{words}</Words>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      </section>
      <details className={styles.example}>
        <summary>Example</summary>
        <pre tabIndex={0}>{toCurl(method, path, operation)}</pre>
      </details>
    </article>
  )
}

const Answer = ({
  content,
  status,
  words,
}: {
  content: Record<string, { schema: Schema }> | undefined
  status: string
  words: string
}) => {
  const [[type, { schema }] = [undefined, { schema: {} }]] = Object.entries(content ?? {})
  return (
    <details className={styles.answer}>
      <summary>
        <Pill tone="ok">{status}</Pill> <Words>{words}</Words>{' '}
        {type && <small>{Object.keys(content!).join(', ')}</small>}
      </summary>
      <SchemaTree schema={schema} />
    </details>
  )
}

const toSchema = (parameters: readonly Parameter[]): Schema => ({
  properties: Object.fromEntries(
    parameters.map(({ description, in: place, name, schema }) => [
      name,
      {
        ...schema,
        description: [place === 'query' ? '' : `In the ${place}.`, description].filter(Boolean).join(' '), // prettier-ignore
      },
    ]),
  ),
  required: parameters.filter(({ required }) => required).map(({ name }) => name),
})
