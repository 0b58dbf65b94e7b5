import { type FocusEvent, type KeyboardEvent, useState } from 'react'

import { firstMark, type Mark, type MarkField, nextMark } from './marks'

const toId = ({ index, series }: Mark): string => `${series}:${index}`

const fromId = (id: string): Mark => {
  const [series, index] = id.split(':').map(Number)
  return { series: series!, index: index! }
}

const markOf = (element: Element): Mark | undefined => {
  const id = element.closest<HTMLElement>('[data-mark]')?.dataset.mark
  return id === undefined ? undefined : fromId(id)
}

/**
 * Makes one tab stop of all numbers of a chart: the arrow keys, Home and End lead from one to the
 * other, and whoever comes back finds themself where they were.
 */
export const useMarks = (field: MarkField) => {
  const [latest, setLatest] = useState<Mark>()
  const [isWithin, setIsWithin] = useState(false)
  const current = latest && field.has(latest) ? latest : firstMark(field)
  return {
    /** The number that has the focus. */
    focused: isWithin ? current : undefined,
    /** Goes onto the element around all numbers. */
    frame: {
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
        if (!currentTarget.contains(relatedTarget)) setIsWithin(false)
      },
      onFocus: ({ target }: FocusEvent) => {
        const mark = markOf(target)
        if (!mark) return
        setLatest(mark)
        setIsWithin(true)
      },
      onKeyDown: (event: KeyboardEvent) => {
        const from = markOf(event.target as Element)
        if (!from || event.ctrlKey || event.metaKey || event.altKey) return
        const next = nextMark(field, from, event.key)
        if (!next) return
        event.preventDefault()
        event.currentTarget.querySelector<HTMLElement>(`[data-mark="${toId(next)}"]`)?.focus()
      },
    },
    /** Goes onto the element of each number. */
    markProps: (mark: Mark) => ({
      'data-mark': toId(mark),
      tabIndex: current && toId(current) === toId(mark) ? 0 : -1,
    }),
  }
}
