'use client'

import { memo, useId, useState } from 'react'

import { SafeText } from '../../../components/SafeText'
import { speakerOf } from '../../../format/names'
import { shorten, toVisibleText } from '../../../format/text'
import { formatClock, formatDay, formatExact } from '../../../format/time'
import type { Utterance } from '../../../live/documents'
import { Extras } from './Extras'
import styles from './UtteranceRow.module.css'

/**
 * One thing that was said, with what belongs to it.
 * @param isBeginning whether nothing was said before
 * @param previous the message before it, which tells whether a new day begins
 * @param isOpen whether all rationales are shown; the row's own button decides otherwise for itself
 */
export const UtteranceRow = memo(
  ({
    isBeginning,
    isOpen,
    previous,
    utterance,
  }: {
    isBeginning: boolean
    isOpen: boolean
    previous: Utterance | undefined
    utterance: Utterance
  }) => {
    const day = formatDay(utterance.createdAt)
    return (
      <>
        {isBeginning && <p className={styles.beginning}>Beginning of the conversation</p>}
        {day !== (previous ? formatDay(previous.createdAt) : '') && (
          <div className={styles.day} role="separator">
            <span>{day}</span>
          </div>
        )}
        <article
          className={styles.row}
          data-side={utterance.username === 'customer' ? 'customer' : 'broker'}
          data-testid="transcript-row"
          data-utterance={utterance.id}
        >
          <span className={styles.speaker}>{toVisibleText(speakerOf(utterance.username))}</span>
          <div className={styles.content}>
            <p className={styles.text}>
              {utterance.utterance ? (
                <SafeText>{utterance.utterance}</SafeText>
              ) : (
                <span className={styles.silent}>(no words)</span>
              )}
            </p>
            <Beside isOpen={isOpen} utterance={utterance} />
          </div>
          <time
            className={styles.time}
            dateTime={utterance.createdAt}
            title={`${formatExact(utterance.createdAt)} · event ${utterance.id}`}
          >
            {formatClock(utterance.createdAt)}
          </time>
        </article>
      </>
    )
  },
)
UtteranceRow.displayName = 'UtteranceRow'

/** What belongs to the words: why they were said, what kind of answer they are, what came with them. */
const Beside = ({ isOpen, utterance }: { isOpen: boolean; utterance: Utterance }) => {
  const id = useId()
  // A choice for this row counts until all rows are told otherwise.
  const [own, setOwn] = useState<{ isOpen: boolean; against: boolean } | undefined>(undefined)
  const isShown = own && own.against === isOpen ? own.isOpen : isOpen
  const { rationale } = utterance
  return (
    <>
      <Extras utterance={utterance}>
        {rationale && (
          <button
            aria-controls={isShown ? id : undefined}
            aria-expanded={isShown}
            aria-label={`Why did the ${speakerOf(utterance.username).toLowerCase()} say: ${shorten(toVisibleText(utterance.utterance || 'no words'))}`}
            className={styles.why}
            data-testid="rationale-toggle"
            onClick={() => setOwn({ isOpen: !isShown, against: isOpen })}
            type="button"
          >
            Why
          </button>
        )}
      </Extras>
      {rationale && isShown && (
        <p className={styles.rationale} id={id}>
          <SafeText>{rationale}</SafeText>
        </p>
      )}
    </>
  )
}
