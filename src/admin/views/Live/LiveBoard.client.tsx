'use client'

import { Button } from '@payloadcms/ui'
import { useCallback, useEffect, useMemo, useState } from 'react'

import { Message } from '../../components/Message'
import { Providers } from '../../components/Providers/Providers.client'
import { TruthLine } from '../../components/TruthLine/TruthLine.client'
import { countByGroup, groupOfStatus } from '../../format/status'
import { countOf, groupDigits } from '../../format/text'
import { useBoard } from '../../hooks/useBoard'
import { useHeldList } from '../../hooks/useHeldList'
import { useSearchParameter } from '../../hooks/useSearchParameter'
import { CardGrid } from './CardGrid.client'
import { Nothing } from './Nothing'
import styles from './index.module.css'
import { SearchField } from './SearchField.client'
import { StatusChips } from './StatusChips.client'

/** Everything on the live board. */
export const LiveBoard = ({ eventId }: { eventId?: string }) => (
  <Providers>
    <main className={styles.page} data-billie-page>
      <TruthLine eventId={eventId} />
      <Board />
    </main>
  </Providers>
)

/** More cards than any screen shows at once. */
const fullScreen = 48

const Board = () => {
  const [query, setQuery] = useSearchParameter('q')
  const [group, setGroup] = useSearchParameter('status')
  const choice = `${query}\n${group}`
  const [isHeld, setIsHeld] = useState(false)
  const { ids, pages, standings, total } = useBoard(query)
  const wanted = useMemo(
    () => (group ? ids.filter((_, index) => groupOfStatus(standings[index]!).key === group) : ids),
    [group, ids, standings],
  )
  const { release, shown, waiting } = useHeldList({
    isHeld,
    key: `${choice}\n${pages.isPending || pages.isPlaceholderData}`,
    wanted,
  })
  const groups = useMemo(() => countByGroup(standings, group), [group, standings])
  const isSearchingOlder = shown.length === 0 && group !== '' && pages.hasNextPage && !pages.isError
  const isFailed = pages.isError && ids.length === 0
  const canLoadMore = pages.hasNextPage && !pages.isFetching && !pages.isError
  const { fetchNextPage } = pages
  const loadMore = useCallback(() => {
    if (canLoadMore) void fetchNextPage()
  }, [canLoadMore, fetchNextPage])
  // A filter that leaves little of what is loaded asks for more until the screen is full.
  const isTooShort = group !== '' && wanted.length < fullScreen
  useEffect(() => {
    if (isTooShort) loadMore()
  }, [isTooShort, loadMore])
  return (
    <>
      <header className={styles.head}>
        <h1 className={styles.title}>Live</h1>
        <span className={styles.count}>
          {isFailed
            ? ''
            : query
              ? pages.isPending || pages.isPlaceholderData
                ? 'Searching'
                : `${groupDigits(ids.length)}${pages.hasNextPage ? '+' : ''} found`
              : total === undefined
                ? ''
                : countOf(Math.max(total, ids.length), 'conversation')}
        </span>
        <SearchField onSearch={setQuery} query={query} />
      </header>
      <StatusChips
        groups={groups}
        isPartial={pages.hasNextPage}
        loaded={pages.data ? ids.length : undefined}
        onSelect={setGroup}
        selected={group}
        total={query ? undefined : total}
      />
      {pages.isError && ids.length > 0 && (
        <div className={styles.failure} role="alert">
          <span>More conversations could not be loaded: {pages.error.message}.</span>
          <Button
            buttonStyle="secondary"
            margin={false}
            onClick={() => void pages.refetch()}
            size="small"
          >
            Try again
          </Button>
        </div>
      )}
      <div className={styles.body} data-stale={pages.isPlaceholderData || undefined}>
        {isFailed ? (
          <Message
            action={
              <Button margin={false} onClick={() => void pages.refetch()}>
                Try again
              </Button>
            }
            title="The conversations could not be loaded"
          >
            {pages.error?.message}
          </Message>
        ) : shown.length === 0 && !pages.isPending && !pages.hasNextPage ? (
          <Nothing
            group={groups.find(({ key }) => key === group)?.label ?? group}
            onClear={() => {
              setQuery('')
              setGroup('')
            }}
            query={query}
          />
        ) : (
          <CardGrid
            ids={shown}
            isLoading={pages.isPending || isSearchingOlder}
            isLoadingMore={pages.isFetchingNextPage}
            choice={choice}
            key={choice}
            onHold={setIsHeld}
            onMore={loadMore}
            onRelease={release}
            waiting={query ? 0 : waiting.length}
          />
        )}
      </div>
    </>
  )
}
