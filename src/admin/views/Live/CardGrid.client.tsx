'use client'

import { forwardRef, type HTMLAttributes, useEffect, useRef, useState } from 'react'
import { type GridComponents, VirtuosoGrid, type VirtuosoGridHandle } from 'react-virtuoso'

import { Bones } from '../../components/Bones'
import { countOf } from '../../format/text'
import { Card } from './Card.client'
import styles from './CardGrid.module.css'
import { useArrowKeys } from './useArrowKeys'

/**
 * The cards, of which only those in sight exist. While the reader points at the grid, works in
 * it or has scrolled away from its top, it tells so (`onHold`), and nothing may move.
 */
export const CardGrid = ({
  choice,
  ids,
  isLoading,
  isLoadingMore,
  onHold,
  onMore,
  onRelease,
  waiting,
}: {
  /** What was asked for; the place where the reader was in it is found again. */
  choice: string
  ids: string[]
  isLoading: boolean
  isLoadingMore: boolean
  onHold: (isHeld: boolean) => void
  onMore: () => void
  onRelease: () => void
  /** How many new conversations wait for the reader. */
  waiting: number
}) => {
  const grid = useRef<VirtuosoGridHandle>(null)
  const frame = useRef<HTMLDivElement>(null)
  const [isPointedAt, setIsPointedAt] = useState(false)
  const [hasFocus, setHasFocus] = useState(false)
  const [isAtTop, setIsAtTop] = useState(true)
  const [restoredTop] = useState(() => (left?.choice === choice ? left.scrollTop : 0))
  const isHeld = isPointedAt || hasFocus || !isAtTop
  useEffect(() => onHold(isHeld), [isHeld, onHold])
  const moveFocus = useArrowKeys({ count: ids.length, frame, grid })

  if (isLoading) return <LoadingGrid />
  return (
    <div
      className={styles.frame}
      onBlur={(event) => setHasFocus(event.currentTarget.contains(event.relatedTarget))}
      onFocus={() => setHasFocus(true)}
      onKeyDown={moveFocus}
      onPointerEnter={() => setIsPointedAt(true)}
      onPointerLeave={() => setIsPointedAt(false)}
      ref={frame}
    >
      {waiting > 0 && (
        <button
          className={styles.arrivals}
          data-testid="new-conversations"
          onClick={() => {
            onRelease()
            grid.current?.scrollToIndex(0)
          }}
          type="button"
        >
          {countOf(waiting, 'new conversation')}
        </button>
      )}
      <VirtuosoGrid<string, GridContext>
        atTopStateChange={setIsAtTop}
        components={components}
        computeItemKey={(_, id) => id}
        context={{ isLoadingMore }}
        data={ids}
        endReached={onMore}
        increaseViewportBy={400}
        itemClassName={styles.item}
        itemContent={(index, id) => <Card id={id} index={index} />}
        listClassName={styles.grid}
        onScroll={(event) => {
          left = { choice, scrollTop: event.currentTarget.scrollTop }
        }}
        readyStateChanged={(isReady) => {
          if (isReady && restoredTop > 0) grid.current?.scrollTo({ top: restoredTop })
        }}
        ref={grid}
        tabIndex={-1}
      />
    </div>
  )
}

/** Where the reader of this tab last was on the board: the way back leads there. */
let left: { choice: string; scrollTop: number } | undefined

interface GridContext {
  isLoadingMore: boolean
}

const List = forwardRef<HTMLDivElement, HTMLAttributes<HTMLDivElement>>((props, ref) => (
  <div {...props} aria-label="Conversations" ref={ref} role="list" />
))
List.displayName = 'List'

const Item = forwardRef<HTMLDivElement, HTMLAttributes<HTMLDivElement> & { context?: unknown }>(
  ({ context: _context, ...props }, ref) => <div {...props} ref={ref} role="listitem" />,
)
Item.displayName = 'Item'

const Footer = ({ context }: { context: GridContext }) => (
  <div className={styles.end}>{context.isLoadingMore && 'Loading earlier conversations'}</div>
)

const components: GridComponents<GridContext> = {
  List: List as GridComponents<GridContext>['List'],
  Item: Item as GridComponents<GridContext>['Item'],
  Footer,
}

const LoadingGrid = () => (
  <div aria-busy className={styles.frame} role="status">
    <span className={styles.hidden}>Loading the conversations</span>
    <div className={styles.grid}>
      {Array.from({ length: 15 }, (_, index) => (
        <div className={styles.placeholder} key={index}>
          <Bones lines={[55, 80, 100, 92, 60]} />
        </div>
      ))}
    </div>
  </div>
)
