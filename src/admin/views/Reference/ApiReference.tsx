import type { AdminViewServerProps } from 'payload'

import { Message } from '../../components/Message'
import { RootView } from '../RootView'
import styles from './index.module.css'
import { OperationCard } from './OperationCard'
import { Page } from './Page'
import { readInterface } from './readInterface'
import { SchemaTree } from './SchemaTree'
import type { ApiDocument, Entry, Operation } from './types'

const title = 'API reference'

/** Everything that can be asked over HTTP, as `/api/openapi.json` describes it. */
export const ApiReferenceView = (props: AdminViewServerProps) => (
  <RootView path="/admin/api-reference" props={props} title={title}>
    {async () => {
      const document = await readInterface<ApiDocument>(props.initPageResult.req, '/openapi.json')
      return document ? <ApiReference document={document} /> : <Message title="No description" />
    }}
  </RootView>
)

interface Shown {
  method: string
  path: string
  operation: Operation
}

const ApiReference = ({ document }: { document: ApiDocument }) => {
  const all = operationsOf(document)
  const schemas = Object.entries(document.components.schemas)
  const entries: Entry[] = [
    ...document.tags.flatMap(({ name }) =>
      all.filter(hasTag(name)).map(({ method, operation, path }) => ({
        ...{ id: operation.operationId, label: operation.summary, group: name, mark: method },
        words: `${path} ${operation.operationId} ${operation['x-callers'].join(' ')}`,
      })),
    ),
    ...schemas.map(([name]) => ({ id: `schema-${name}`, label: name, group: 'Shapes', words: '' })),
  ]
  return (
    <Page
      description={document.info.description}
      download="/api/openapi.json"
      entries={entries}
      other={{ href: '/admin/event-reference', label: 'Event reference' }}
      title={title}
    >
      {document.tags.map(({ name }) => (
        <section className={styles.area} data-entries key={name}>
          <h2>{name}</h2>
          {all.filter(hasTag(name)).map(({ method, operation, path }) => (
            <OperationCard
              key={operation.operationId}
              method={method}
              operation={operation}
              path={path}
            />
          ))}
        </section>
      ))}
      <section className={styles.area} data-entries>
        <h2>Shapes</h2>
        {schemas.map(([name, schema]) => (
          <article className={styles.card} data-entry id={`schema-${name}`} key={name}>
            <header>
              <h3>
                <a href={`#schema-${name}`}>{name}</a>
              </h3>
            </header>
            <SchemaTree schema={schema} />
          </article>
        ))}
      </section>
    </Page>
  )
}

const operationsOf = ({ paths }: ApiDocument): Shown[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, operation, path })),
  )

const hasTag =
  (name: string) =>
  ({ operation }: Shown): boolean =>
    operation.tags[0] === name
