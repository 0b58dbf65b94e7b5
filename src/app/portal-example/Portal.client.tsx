'use client'

import { day, money, moment, words } from './format'
import styles from './portal.module.css'
import type { PortalDocument } from './readFrames'
import { type PortalState, usePortal } from './usePortal'

/** The applications and conversations of one customer, live. */
export const Portal = ({ customerId, token }: { customerId: string; token: string }) => {
  const { applications, conversations, state } = usePortal(customerId, token)
  return (
    <>
      <p className={styles.quiet} role="status">
        {sentences[state]}
      </p>
      {applications.map((application) => (
        <Application key={application.id} application={application} />
      ))}
      {state !== 'loading' && applications.length === 0 && (
        <p className={styles.note}>There is no application yet.</p>
      )}
      {conversations.length > 0 && <Conversations conversations={conversations} />}
    </>
  )
}

const sentences: Record<PortalState['state'], string> = {
  loading: 'Loading…',
  live: 'Live: what you see is up to date.',
  waiting: 'The connection was lost; trying again…',
  failed: 'This cannot be shown now; trying again…',
  ended: 'Your visit has ended: load the page again.',
}

interface Required {
  documentType: string
  status: string
  reason?: string
}

const Application = ({ application }: { application: PortalDocument }) => {
  const progress = Number(application.progressPercentage)
  const documents = application.requiredDocuments as Required[]
  const facts = [
    ['Amount', money(application.loanAmount)],
    ['Fee', money(application.loanFee)],
    ['To pay back', money(application.loanTotalPayable)],
    ['Submitted', day(application.submittedAt)],
    ['Decision expected', day(application.estimatedDecisionDate)],
    ['Last update', moment(application.lastUpdateAt)],
  ].filter(([, value]) => value !== undefined)
  return (
    <section className={styles.card} aria-label={`Application ${application.applicationNumber}`}>
      <div className={styles.row}>
        <h2>Application {String(application.applicationNumber)}</h2>
        <strong className={tones[String(application.status)] ?? ''}>
          {words(application.status)}
        </strong>
      </div>
      <div>
        <progress
          className={styles.progress}
          max={100}
          value={progress}
          aria-label="Progress of the application"
        />
        <p className={styles.quiet}>
          {progress} % done · {words(application.currentStage)}
        </p>
      </div>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>Documents</h3>
      <ul className={styles.list}>
        {documents.map(({ documentType, reason, status }, index) => (
          <li key={index}>
            <div className={styles.row}>
              <span>{words(documentType)}</span>
              <span className={tones[status] ?? ''}>{words(status)}</span>
            </div>
            {reason && <p className={styles.quiet}>{reason}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}

const Conversations = ({ conversations }: { conversations: PortalDocument[] }) => (
  <section className={styles.card} aria-label="Conversations">
    <h2>Conversations</h2>
    <ul className={styles.list}>
      {conversations.map((conversation) => (
        <li key={conversation.id}>
          <div className={styles.row}>
            <strong>{String(conversation.purpose)}</strong>
            <span className={styles.quiet}>
              {words(conversation.status)} · {Number(conversation.messageCount)} messages
            </span>
          </div>
          {conversation.lastMessage !== undefined && (
            <p className={styles.message}>{String(conversation.lastMessage)}</p>
          )}
          <p className={styles.quiet}>{moment(conversation.lastMessageAt)}</p>
        </li>
      ))}
    </ul>
  </section>
)

const tones: Record<string, string | undefined> = {
  approved: styles.good,
  verified: styles.good,
  declined: styles.bad,
  rejected: styles.bad,
  required: styles.warn,
}
