'use client'

import { Button } from '@payloadcms/ui'
import { useCallback, useMemo, useRef, useState } from 'react'
import { type Components, Virtuoso, type VirtuosoHandle } from 'react-virtuoso'

import { Bones } from '../../../components/Bones'
import { Message } from '../../../components/Message'
import { countOf } from '../../../format/text'
import { usePreference } from '../../../hooks/usePreference'
import { useTranscript } from '../../../hooks/useTranscript'
import type { Utterance } from '../../../live/documents'
import { countAfter, firstIndexOf } from '../../../live/transcript'
import styles from './Transcript.module.css'
import { UtteranceRow } from './UtteranceRow.client'

/**
 * What was said, growing while it is said. Follows only a reader who is at its end; one who
 * reads further up is told how much has come, and nothing moves under their eyes.
 */
export const Transcript = ({ conversationId }: { conversationId: string }) => {
  const { isLoadingOlder, loadOlder, retry, status, transcript } = useTranscript(conversationId)
  const preference = usePreference('billie-transcript', { showsRationales: false })
  const { showsRationales } = preference.value
  const list = useRef<VirtuosoHandle>(null)
  const { isAtEnd, setIsAtEnd, unread } = useUnread(transcript.utterances)
  const { utterances } = transcript
  const toggleRationales = (): void => {
    preference.choose({ showsRationales: !showsRationales })
    // Rows that grow or shrink must not carry a reader away from the end.
    if (isAtEnd)
      requestAnimationFrame(() => list.current?.scrollToIndex({ index: 'LAST', align: 'end' }))
  }
  const firstIndex = firstIndexOf(transcript)
  const context = useMemo(
    () => ({ hasBefore: transcript.hasBefore, isLoadingOlder }),
    [isLoadingOlder, transcript.hasBefore],
  )

  return (
    <section aria-label="Transcript" className={styles.transcript}>
      <div className={styles.bar}>
        <h2>Transcript</h2>
        <button
          aria-pressed={showsRationales}
          className={styles.toggle}
          data-testid="toggle-rationales"
          onClick={toggleRationales}
          type="button"
        >
          {showsRationales ? 'Hide rationales' : 'Show all rationales'}
        </button>
      </div>
      {status === 'failed' && utterances.length > 0 && (
        <div className={styles.failure} role="alert">
          <span>A part of the transcript could not be loaded.</span>
          <Button buttonStyle="secondary" margin={false} onClick={retry} size="small">
            Try again
          </Button>
        </div>
      )}
      <div className={styles.log}>
        {status === 'loading' || !preference.isKnown ? (
          <LoadingTranscript />
        ) : utterances.length === 0 ? (
          status === 'failed' ? (
            <Message
              action={
                <Button margin={false} onClick={retry}>
                  Try again
                </Button>
              }
              title="The transcript could not be loaded"
            />
          ) : (
            <Message title="Nothing said yet">
              What the customer and the broker say appears here as they say it.
            </Message>
          )
        ) : (
          <Virtuoso<Utterance, TranscriptContext>
            alignToBottom
            atBottomStateChange={setIsAtEnd}
            atBottomThreshold={40}
            className={styles.scroller}
            components={components}
            computeItemKey={(_, { id }) => id}
            context={context}
            data={utterances}
            firstItemIndex={firstIndex}
            followOutput={(isAtBottom) => (isAtBottom ? 'auto' : false)}
            increaseViewportBy={{ top: 600, bottom: 200 }}
            initialTopMostItemIndex={{ index: utterances.length - 1, align: 'end' }}
            itemContent={(index, utterance) => (
              <UtteranceRow
                isBeginning={index === firstIndex && !transcript.hasBefore}
                isOpen={showsRationales}
                previous={utterances[index - firstIndex - 1]}
                utterance={utterance}
              />
            )}
            ref={list}
            startReached={() => void loadOlder()}
            tabIndex={0}
          />
        )}
        {unread > 0 && !isAtEnd && (
          <button
            className={styles.newer}
            data-testid="new-messages"
            onClick={() => list.current?.scrollToIndex({ index: 'LAST', align: 'end' })}
            type="button"
          >
            {countOf(unread, 'new message')}
          </button>
        )}
      </div>
    </section>
  )
}

interface TranscriptContext {
  hasBefore: boolean
  isLoadingOlder: boolean
}

const Older = ({ context }: { context: TranscriptContext }) => (
  <div className={styles.edge}>
    {context.hasBefore && context.isLoadingOlder && 'Loading earlier messages'}
  </div>
)

const End = () => <div className={styles.end} />

const components: Components<Utterance, TranscriptContext> = { Header: Older, Footer: End }

const LoadingTranscript = () => (
  <div aria-busy className={styles.loading} role="status">
    {[70, 45, 85, 30, 60].map((width, index) => (
      <Bones key={index} lines={[width, width * 0.6]} />
    ))}
  </div>
)

/** How many messages came since the reader left the end. */
const useUnread = (utterances: Utterance[]) => {
  const [leftAt, setLeftAt] = useState<string | undefined>(undefined)
  const lastId = utterances.at(-1)?.id
  const setIsAtEnd = useCallback(
    (isAtEnd: boolean) => setLeftAt((left) => (isAtEnd ? undefined : (left ?? lastId))),
    [lastId],
  )
  return {
    isAtEnd: leftAt === undefined,
    setIsAtEnd,
    unread: leftAt === undefined ? 0 : countAfter(utterances, leftAt),
  }
}
