'use client'

import { useState } from 'react'

import { SafeText } from '../SafeText'
import { groupDigits } from '../../format/text'
import styles from './index.module.css'

const firstCharacters = 20_000

/** Text of any length, its beginning first; `asItCame` is what it was before it was made readable. */
export const LongText = ({ asItCame, text }: { text: string; asItCame?: string }) => {
  const [isWhole, setIsWhole] = useState(false)
  const [isRaw, setIsRaw] = useState(false)
  const shown = isRaw && asItCame !== undefined ? asItCame : text
  const isCut = !isWhole && shown.length > firstCharacters
  return (
    <>
      <pre className={styles.text}>
        <SafeText>{isCut ? shown.slice(0, firstCharacters) : shown}</SafeText>
      </pre>
      {isCut && (
        <button className={styles.more} onClick={() => setIsWhole(true)} type="button">
          Show all {groupDigits(shown.length)} characters
        </button>
      )}
      {asItCame !== undefined && asItCame !== text && (
        <button className={styles.more} onClick={() => setIsRaw(!isRaw)} type="button">
          {isRaw ? 'Make it readable' : 'Show it as it came'}
        </button>
      )}
    </>
  )
}
