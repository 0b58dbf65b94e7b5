'use client'

import { useState } from 'react'

import { FromNow } from '../../../components/FromNow/FromNow.client'
import { SafeText } from '../../../components/SafeText'
import { toNotices, type Notice } from '../../../format/notices'
import { countOf, humanise, toVisibleText } from '../../../format/text'
import type { Note } from '../../../live/documents'
import styles from './Noticeboard.module.css'
import { Section } from './Section'

/** What each agent has to say, latest word first, with what it said before. */
export const Noticeboard = ({ notes }: { notes: Note[] }) => {
  const notices = toNotices(notes)
  return (
    <Section aside={notices.length > 0 ? String(notices.length) : undefined} title="Noticeboard">
      {notices.length === 0 ? (
        <p className={styles.none}>No agent has posted a note.</p>
      ) : (
        notices.map((notice) => <NoticeCard key={notice.agentName} notice={notice} />)
      )}
    </Section>
  )
}

const NoticeCard = ({ notice }: { notice: Notice }) => {
  const [isOpen, setIsOpen] = useState(false)
  const { agentName, earlier, latest } = notice
  return (
    <div className={styles.notice}>
      <div className={styles.head}>
        <h3>{toVisibleText(humanise(agentName)) || 'Unnamed agent'}</h3>
        <FromNow at={latest.timestamp} />
      </div>
      <p>
        <SafeText>{latest.content}</SafeText>
      </p>
      {earlier.length > 0 && (
        <button aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)} type="button">
          {countOf(earlier.length, 'earlier version')}
        </button>
      )}
      {isOpen && (
        <ol>
          {earlier.map(({ content, timestamp }, index) => (
            <li key={index}>
              <FromNow at={timestamp} /> <SafeText>{content}</SafeText>
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
