'use client'

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'

import styles from './Finder.module.css'
import type { Entry } from './types'

/** The list beside the page: what is typed leaves what it is found in, here and on the page. */
export const Finder = ({ entries, label }: { entries: Entry[]; label: string }) => {
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLElement>(null)
  const found = useMemo(() => find(entries, text), [entries, text])

  useEffect(() => {
    const ids = new Set(found.map(({ id }) => id))
    for (const element of document.querySelectorAll<HTMLElement>('[data-entry]'))
      element.hidden = !ids.has(element.id)
    for (const section of document.querySelectorAll<HTMLElement>('[data-entries]'))
      section.hidden = section.querySelector('[data-entry]:not([hidden])') === null
  }, [found])

  useEffect(() => {
    const focus = (event: globalThis.KeyboardEvent): void => {
      const { activeElement } = document
      const isTyping = activeElement instanceof HTMLElement && activeElement.matches('input, textarea, select') // prettier-ignore
      if (event.key !== '/' || isTyping || event.metaKey || event.ctrlKey) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', focus)
    return () => window.removeEventListener('keydown', focus)
  }, [])

  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const places = [input.current, ...(list.current?.querySelectorAll('a') ?? [])]
    const at = places.indexOf(document.activeElement as HTMLAnchorElement)
    places[Math.min(Math.max(at + step, 0), places.length - 1)]?.focus()
  }

  return (
    <div className={styles.finder} onKeyDown={move}>
      <input
        aria-label={`Find in ${label}`}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') setText('')
          if (key === 'Enter' && found[0]) window.location.hash = found[0].id
        }}
        placeholder="Find  ( / )"
        ref={input}
        type="search"
        value={text}
      />
      <p aria-live="polite" className={styles.count}>
        {found.length === entries.length
          ? `${entries.length} entries`
          : `${found.length} of ${entries.length}`}
      </p>
      <nav aria-label={label} ref={list}>
        {groupsOf(found).map(([group, members]) => (
          <section key={group}>
            <h2>{group}</h2>
            <ul>
              {members.map(({ id, label: name, mark }) => (
                <li key={id}>
                  <a href={`#${id}`} title={name}>
                    {mark && <b data-method={mark}>{mark}</b>}
                    <span>{name}</span>
                  </a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </div>
  )
}

/** Every word must be found somewhere. */
const find = (entries: Entry[], text: string): Entry[] => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter(({ group, label, mark, words: more }) => {
    const whole = `${group} ${label} ${mark ?? ''} ${more}`.toLowerCase()
    return words.every((word) => whole.includes(word))
  })
}

const groupsOf = (entries: Entry[]): [string, Entry[]][] => {
  const groups = new Map<string, Entry[]>()
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry])
  return [...groups]
}
