import type { KeyboardEvent, RefObject } from 'react'
import type { VirtuosoGridHandle } from 'react-virtuoso'

import { nextCell } from './nextCell'

/**
 * Lets the arrow keys, Home and End lead from card to card, those that are out of sight included:
 * the grid scrolls there first, and the card takes the focus as soon as it exists.
 */
export const useArrowKeys =
  ({
    count,
    frame,
    grid,
  }: {
    count: number
    frame: RefObject<HTMLElement | null>
    grid: RefObject<VirtuosoGridHandle | null>
  }) =>
  (event: KeyboardEvent): void => {
    const container = frame.current
    const current = (event.target as HTMLElement).closest<HTMLElement>(cardSelector)
    if (!container || !current || event.ctrlKey || event.metaKey || event.altKey) return
    const next = nextCell({
      key: event.key,
      index: Number(current.dataset.cardIndex),
      columns: countColumns(container),
      count,
    })
    if (next === undefined) return
    event.preventDefault()
    focusCard({ container, grid: grid.current, index: next, attempts: 20 })
  }

const cardSelector = '[data-card-index]'

const countColumns = (container: HTMLElement): number => {
  const cards = [...container.querySelectorAll<HTMLElement>(cardSelector)]
  const top = cards[0]?.getBoundingClientRect().top
  return Math.max(1, cards.filter((card) => card.getBoundingClientRect().top === top).length)
}

const focusCard = ({
  attempts,
  container,
  grid,
  index,
}: {
  attempts: number
  container: HTMLElement
  grid: VirtuosoGridHandle | null
  index: number
}): void => {
  const link = container.querySelector<HTMLElement>(`[data-card-index="${index}"] a`)
  if (link) {
    link.focus({ preventScroll: true })
    link.closest(cardSelector)?.scrollIntoView({ block: 'nearest' })
    return
  }
  if (attempts === 20) grid?.scrollToIndex({ index, align: 'center' })
  if (attempts > 0)
    requestAnimationFrame(() => focusCard({ attempts: attempts - 1, container, grid, index }))
}
