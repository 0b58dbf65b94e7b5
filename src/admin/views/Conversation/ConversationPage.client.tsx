'use client'

import { Button, SetStepNav } from '@payloadcms/ui'

import { useEffect } from 'react'

import { Bones } from '../../components/Bones'
import { Message } from '../../components/Message'
import { Providers } from '../../components/Providers/Providers.client'
import { TruthLine } from '../../components/TruthLine/TruthLine.client'
import { nameOf } from '../../format/names'
import { toVisibleText } from '../../format/text'
import { usePageTitle } from '../../hooks/usePageTitle'
import { useLiveDocument } from '../../hooks/useLiveDocument'
import { readApplication, readConversation, readCustomer } from '../../live/api'
import { seenMessages } from '../../live/seen'
import { Aside } from './Aside/Aside.client'
import { Header } from './Header'
import { ParkedLine } from './ParkedLine.client'
import type { ParkedEvents } from './readParked'
import styles from './index.module.css'
import { Transcript } from './Transcript/Transcript.client'

/** Everything on the page of one conversation. */
export const ConversationPage = ({
  conversationId,
  eventId,
  id,
  parked,
}: {
  conversationId: string
  eventId?: string
  id: string
  /** As the server knew it when it rendered the page. */
  parked: ParkedEvents
}) => (
  <Providers>
    <main className={styles.page} data-billie-page>
      <TruthLine eventId={eventId} />
      {parked.count > 0 && <ParkedLine conversationId={conversationId} parked={parked} />}
      <Content id={id} />
    </main>
  </Providers>
)

const Content = ({ id }: { id: string }) => {
  const conversation = useLiveDocument({ collection: 'conversations', id, read: readConversation })
  const application = useLiveDocument({
    collection: 'applications',
    id: conversation.data?.applicationId,
    read: readApplication,
  })
  const customer = useLiveDocument({
    collection: 'customers',
    id: conversation.data?.customerId,
    read: readCustomer,
  })
  const name = conversation.data ? toVisibleText(nameOf(conversation.data)) : undefined
  usePageTitle(name)
  const messages = conversation.data?.utteranceCount ?? 0
  // Whoever reads the conversation here finds no news of it on the board.
  useEffect(() => seenMessages.look(id, messages), [id, messages])
  if (conversation.data === null) return <NotFound />
  if (conversation.isError && !conversation.data)
    return (
      <Message
        action={
          <Button margin={false} onClick={() => void conversation.refetch()}>
            Try again
          </Button>
        }
        title="The conversation could not be loaded"
      >
        {conversation.error.message}
      </Message>
    )
  return (
    <>
      <SetStepNav
        nav={[
          { label: 'All conversations', url: '/admin/collections/conversations' },
          { label: name ?? '…' },
        ]}
      />
      {conversation.data ? (
        <Header conversation={conversation.data} outcome={application.data?.applicationOutcome} />
      ) : (
        <HeaderBones />
      )}
      <div className={styles.columns}>
        <Transcript conversationId={id} />
        <Aside application={application} conversation={conversation.data} customer={customer} />
      </div>
    </>
  )
}

const HeaderBones = () => (
  <header className={styles.head}>
    <div className={styles.headBones}>
      <Bones lines={[60]} />
    </div>
  </header>
)

const NotFound = () => (
  <Message
    action={
      <Button margin={false} el="link" to="/admin/collections/conversations">
        All conversations
      </Button>
    }
    title="Conversation not found"
  >
    <p>There is no conversation under this address.</p>
  </Message>
)
