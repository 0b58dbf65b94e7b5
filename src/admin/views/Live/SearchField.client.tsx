'use client'

import { useDebouncedCallback } from '@payloadcms/ui'
import { useEffect, useRef, useState } from 'react'

import styles from './SearchField.module.css'

const pauseMs = 200

/** The search: `/` leads to it from anywhere on the page, Escape empties it, Enter and the arrow down lead to the first card. */
export const SearchField = ({
  onSearch,
  query,
}: {
  onSearch: (query: string) => void
  query: string
}) => {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(query)
  const [asked, setAsked] = useState(query)
  if (asked !== query) {
    // Emptied or set from elsewhere.
    setAsked(query)
    if (text.trim() !== query) setText(query)
  }
  const search = useDebouncedCallback((next: string) => onSearch(next.trim()), pauseMs)

  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      const isTyping =
        event.target instanceof HTMLElement &&
        (event.target.isContentEditable ||
          ['INPUT', 'TEXTAREA', 'SELECT'].includes(event.target.tagName))
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return
      event.preventDefault()
      input.current?.focus()
      input.current?.select()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])

  const change = (next: string): void => {
    setText(next)
    search(next)
  }

  return (
    <div className={styles.field} role="search">
      <input
        aria-keyshortcuts="/"
        aria-label="Search conversations by name, application, conversation, customer or e-mail"
        autoComplete="off"
        data-testid="conversation-search"
        onChange={(event) => change(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault()
            document.querySelector<HTMLElement>('[data-card-index="0"] a')?.focus()
          }
          if (event.key !== 'Escape') return
          if (text === '') input.current?.blur()
          else change('')
        }}
        placeholder="Name, application, conversation, e-mail"
        ref={input}
        spellCheck={false}
        type="text"
        value={text}
      />
      {text === '' ? (
        <kbd aria-hidden>/</kbd>
      ) : (
        <button
          aria-label="Esc: clear the search"
          onClick={() => {
            change('')
            input.current?.focus()
          }}
          type="button"
        >
          Esc
        </button>
      )}
    </div>
  )
}
