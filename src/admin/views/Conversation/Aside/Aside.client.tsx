'use client'

import { Button } from '@payloadcms/ui'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'

import { Bones } from '../../../components/Bones'
import { Message } from '../../../components/Message'
import type { Application, Conversation, Customer } from '../../../live/documents'
import styles from './Aside.module.css'
import { Checks } from './Checks.client'
import { CustomerSection } from './CustomerSection.client'
import { Loan } from './Loan'
import { Noticeboard } from './Noticeboard.client'
import { OtherConversations } from './OtherConversations.client'
import { ProgressSection } from './ProgressSection'
import { Section } from './Section'
import { Summary } from './Summary'

/** What is known around a conversation: its application, its checks, its notes, its customer. */
export const Aside = ({
  application,
  conversation,
  customer,
}: {
  application: UseQueryResult<Application | null>
  conversation: Conversation | undefined
  customer: UseQueryResult<Customer | null>
}) => (
  <aside aria-label="About this conversation" className={styles.aside}>
    <Loaded
      absent="No application is linked to this conversation yet."
      hasLink={conversation ? Boolean(conversation.applicationId) : undefined}
      query={application}
      title="Loan"
    >
      {(loaded) => (
        <>
          <Loan application={loaded} />
          <ProgressSection application={loaded} />
          <Checks assessments={loaded.assessments} />
          <Noticeboard notes={loaded.noticeboard ?? []} />
        </>
      )}
    </Loaded>
    {conversation && <Summary conversation={conversation} />}
    <Loaded
      absent="No customer is linked to this conversation yet."
      hasLink={conversation ? Boolean(conversation.customerId) : undefined}
      query={customer}
      title="Customer"
    >
      {(loaded) => <CustomerSection customer={loaded} />}
    </Loaded>
    {conversation?.customerId && (
      <OtherConversations customerId={conversation.customerId} exceptId={conversation.id} />
    )}
  </aside>
)

const Loaded = <T,>({
  absent,
  children,
  hasLink,
  query,
  title,
}: {
  absent: string
  children: (loaded: T) => ReactNode
  /** Nothing while it is not known whether there is a link. */
  hasLink: boolean | undefined
  query: UseQueryResult<T | null>
  title: string
}) => {
  if (query.data && hasLink) return children(query.data)
  return (
    <Section title={title}>
      {hasLink === false ? (
        <p className={styles.absent}>{absent}</p>
      ) : query.data === null ? (
        <p className={styles.absent}>Known by its id only, so far.</p>
      ) : query.isError ? (
        <Message
          action={
            <Button
              buttonStyle="secondary"
              margin={false}
              onClick={() => void query.refetch()}
              size="small"
            >
              Try again
            </Button>
          }
          isCompact
          title="This could not be loaded"
        />
      ) : (
        <Bones lines={[100, 90, 96, 70, 80]} />
      )}
    </Section>
  )
}
