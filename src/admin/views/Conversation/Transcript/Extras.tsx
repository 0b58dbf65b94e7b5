import type { ReactNode } from 'react'

import { JsonTree } from '../../../components/JsonTree/JsonTree.client'
import { Pill } from '../../../components/Pill'
import { extrasOf } from '../../../format/extras'
import { humanise, toVisibleText, wordsOf } from '../../../format/text'
import type { Utterance } from '../../../live/documents'
import styles from './Extras.module.css'

/** Kinds of answer that go without saying. */
const plainKinds = new Set(['text', 'none'])

/**
 * What came with the words: the kind of answer, single values as chips, the rest as a tree.
 * @param children stands before the chips, in their line
 */
export const Extras = ({ children, utterance }: { children: ReactNode; utterance: Utterance }) => {
  const { chips, trees } = extrasOf(utterance.additionalData)
  const kind = utterance.answerInputType
  return (
    <div className={styles.extras}>
      <div className={styles.chips}>
        {children}
        {kind && !plainKinds.has(kind) && (
          <Pill title="Kind of answer">{toVisibleText(wordsOf(kind))}</Pill>
        )}
        {chips.map(({ name, value }) => (
          <Pill key={name} title={toVisibleText(`${name}: ${value}`)}>
            {toVisibleText(`${humanise(name).toLowerCase()} ${wordsOf(value)}`)}
          </Pill>
        ))}
        {utterance.endConversation && <Pill tone="warn">ended the conversation</Pill>}
      </div>
      {trees.map(({ name, value }) => (
        <JsonTree key={name} name={name} value={value} />
      ))}
    </div>
  )
}
