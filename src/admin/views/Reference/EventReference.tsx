import type { AdminViewServerProps } from 'payload'

import { Message } from '../../components/Message'
import { RootView } from '../RootView'
import styles from './index.module.css'
import { MessageCard } from './MessageCard'
import { Page } from './Page'
import { readInterface } from './readInterface'
import type { Entry, EventDocument, Message as Described } from './types'
import { Words } from './Words'

const title = 'Event reference'

/** Events, live frames and what is told over Redis, as `/api/asyncapi.json` describes them. */
export const EventReferenceView = (props: AdminViewServerProps) => (
  <RootView path="/admin/event-reference" props={props} title={title}>
    {async () => {
      const document = await readInterface<EventDocument>(
        props.initPageResult.req,
        '/asyncapi.json',
      )
      return document ? <EventReference document={document} /> : <Message title="No description" />
    }}
  </RootView>
)

const EventReference = ({ document }: { document: EventDocument }) => {
  const channels = Object.entries(document.channels).map(([id, channel]) => ({
    ...{ id, ...channel },
    shown: Object.keys(channel.messages).flatMap((name): Described[] => {
      const found = document.components.messages[name]
      return found ? [found] : []
    }),
  }))
  const entries: Entry[] = channels.flatMap(({ address, id, shown, title: group }) =>
    shown.map(({ name, payload, title: label }) => ({
      ...{ id: `${id}-${name}`, label, group },
      words: `${name} ${address} ${fieldNames(payload)}`,
    })),
  )
  return (
    <Page
      description={document.info.description}
      download="/api/asyncapi.json"
      entries={entries}
      other={{ href: '/admin/api-reference', label: 'API reference' }}
      title={title}
    >
      {channels.map(({ address, description, id, shown, title: name }) => (
        <section className={styles.area} data-entries key={id}>
          <h2>
            {name} <code>{address}</code>
          </h2>
          <p>
            <Words>{description}</Words>
          </p>
          {shown.map((message) => (
            <MessageCard channel={id} key={message.name} message={message} />
          ))}
        </section>
      ))}
    </Page>
  )
}

const fieldNames = ({ properties = {} }: Described['payload']): string => {
  const { contentSchema } = properties.dat ?? {}
  return Object.keys({ ...properties, ...contentSchema?.properties }).join(' ')
}
