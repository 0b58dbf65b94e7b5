'use client'

import { Link } from '@payloadcms/ui'
import { memo, useId } from 'react'

import { FromNow } from '../../components/FromNow/FromNow.client'
import { SafeText } from '../../components/SafeText'
import { StatusPill } from '../../components/StatusPill'
import { formatMoney } from '../../format/money'
import { nameOf, speakerOf } from '../../format/names'
import { toVisibleText } from '../../format/text'
import { useCard } from '../../hooks/useBoard'
import { useUnseen } from '../../hooks/useUnseen'
import { standingOfCard } from '../../live/board'
import type { LastUtterance } from '../../live/documents'
import styles from './Card.module.css'
import { RiskMarks } from './RiskMarks'
import { StageBar } from './StageBar'

/** One conversation on the board: who, how far, what was said last, and what the checks found. */
export const Card = memo(({ id, index }: { id: string; index: number }) => {
  const card = useCard(id)
  const describedBy = useId()
  const { look, unseen } = useUnseen(id, card?.conversation.utteranceCount ?? 0)
  if (!card) return null
  const { application, conversation } = card
  const name = nameOf(conversation)
  return (
    <article
      className={styles.card}
      data-card-index={index}
      data-conversation={id}
      data-testid="conversation-card"
      onPointerEnter={look}
    >
      {unseen > 0 && (
        <span className={styles.unseen} data-testid="unseen-count">
          {unseen} new
        </span>
      )}
      <div className={styles.row}>
        <h2 className={styles.name} title={toVisibleText(name)}>
          <Link
            aria-describedby={describedBy}
            className={styles.link}
            href={`/admin/collections/conversations/${encodeURIComponent(id)}`}
            onClick={look}
            onFocus={look}
            prefetch={false}
          >
            <SafeText>{name}</SafeText>
          </Link>
        </h2>
        <StatusPill status={standingOfCard(card)} title={`Status: ${conversation.status}`} />
        <span className={styles.amount}>{formatMoney(application?.loanAmount)}</span>
      </div>
      <div className={styles.facts} id={describedBy}>
        <StageBar
          applicationNumber={conversation.applicationNumber ?? application?.applicationNumber}
          currentProcessStage={application?.currentProcessStage}
          stages={application?.stages ?? []}
        />
        <Said last={conversation.lastUtterance} startedAt={conversation.startedAt} />
        <RiskMarks assessments={application?.assessments} />
      </div>
    </article>
  )
})
Card.displayName = 'Card'

const Said = ({
  last,
  startedAt,
}: {
  last: LastUtterance | null | undefined
  startedAt: string | null | undefined
}) =>
  last?.createdAt ? (
    <p className={styles.said}>
      <span className={styles.muted}>
        {toVisibleText(speakerOf(last.username))} · <FromNow at={last.createdAt} />
      </span>{' '}
      <SafeText>{last.utterance}</SafeText>
    </p>
  ) : (
    <p className={styles.said}>
      <span className={styles.muted}>
        Nothing said yet · started <FromNow at={startedAt} />
      </span>
    </p>
  )
