'use client'

import { useState } from 'react'

import { toVisibleText } from '../../format/text'
import { SafeText } from '../SafeText'
import styles from './index.module.css'

/** How many members of a list or object are shown before the reader asks for more. */
const firstMembers = 50

/** Data of unknown shape, folded so that a glance shows what is in it. Deep parts render when opened. */
export const JsonTree = ({ name, value }: { name: string; value: unknown }) =>
  isContainer(value) ? (
    <Branch name={name} value={value} />
  ) : (
    <div className={styles.leaf}>
      <Name name={name} />
      <Value value={value} />
    </div>
  )

/** What a list or object holds, each member folded. */
export const JsonMembers = ({ value }: { value: object }) => {
  const [shown, setShown] = useState(firstMembers)
  const members = Object.entries(value)
  return (
    <>
      {members.slice(0, shown).map(([key, member]) => (
        <JsonTree
          key={key}
          name={Array.isArray(value) ? String(Number(key) + 1) : key}
          value={member}
        />
      ))}
      {members.length > shown && (
        <button
          className={styles.more}
          onClick={() => setShown(shown + firstMembers * 4)}
          type="button"
        >
          Show more ({members.length - shown} left)
        </button>
      )}
    </>
  )
}

const Branch = ({ name, value }: { name: string; value: object }) => {
  const [isOpen, setIsOpen] = useState(false)
  const count = Object.keys(value).length
  if (count === 0)
    return (
      <div className={styles.leaf}>
        <Name name={name} />
        <span className={styles.empty}>{Array.isArray(value) ? 'empty list' : 'empty'}</span>
      </div>
    )
  return (
    <div className={styles.branch}>
      <button
        aria-expanded={isOpen}
        className={styles.toggle}
        onClick={() => setIsOpen(!isOpen)}
        type="button"
      >
        <Name name={name} />
        <span className={styles.empty}>{Array.isArray(value) ? `list of ${count}` : count}</span>
      </button>
      {isOpen && (
        <div className={styles.members}>
          <JsonMembers value={value} />
        </div>
      )}
    </div>
  )
}

const Name = ({ name }: { name: string }) => (
  <span className={styles.name}>{toVisibleText(name)}</span>
)

const Value = ({ value }: { value: unknown }) =>
  typeof value === 'string' ? (
    <span className={styles.value}>{value === '' ? '“”' : <SafeText>{value}</SafeText>}</span>
  ) : (
    <span className={styles.value} data-kind={typeof value}>
      {String(value)}
    </span>
  )

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null
