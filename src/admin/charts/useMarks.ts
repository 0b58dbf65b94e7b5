import { type FocusEvent, type KeyboardEvent, useState } from 'react'

import { type Mark, type MarkField, nextMark, standing } from './marks'

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
  const { entry, focused } = standing(field, latest, isWithin)
  // Its element went with it, and no blur tells: it must not count as focused when it comes back.
  if (isWithin && !focused) setIsWithin(false)
  return {
    /** The number that has the focus. */
    focused,
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
      tabIndex: entry && toId(entry) === toId(mark) ? 0 : -1,
    }),
  }
}
