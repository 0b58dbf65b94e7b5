'use client'

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useRef, useSyncExternalStore } from 'react'

import { countConversations, readApplications, searchConversations } from '../live/api'
import { Board, type BoardCard } from '../live/board'
import { useIsAnchored, useRealtimeSignal } from './useRealtime'

const pageSize = 50
const countKey = ['conversation-count']

/** The count is the server's; while conversations begin it is read again this often at most. */
const recountMs = 1_000

/** The conversations that this tab knows; they outlive a change of views, as the loaded pages do. */
const board = new Board(readApplications)

/** A conversation's card; it renders again only when something on it changes. */
export const useCard = (id: string): BoardCard | undefined =>
  useSyncExternalStore(
    (watcher) => board.watchCard(id, watcher),
    () => board.getCard(id),
    () => undefined,
  )

/**
 * The conversations that match a search, newest first, those that begin while it is empty
 * included, and how many there are in all.
 */
export const useBoard = (query: string) => {
  const client = useQueryClient()
  const isAnchored = useIsAnchored()
  const recount = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pages = useInfiniteQuery({
    queryKey: ['board', query],
    enabled: isAnchored,
    initialPageParam: undefined as string | undefined,
    queryFn: async ({ pageParam, signal }) => {
      const page = await searchConversations({ query, cursor: pageParam, limit: pageSize }, signal)
      board.put(page.docs)
      return { ids: page.docs.map(({ id }) => id), nextCursor: page.nextCursor }
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  })
  const total = useQuery({
    queryKey: countKey,
    enabled: isAnchored,
    queryFn: ({ signal }) => countConversations(signal),
  })
  useRealtimeSignal((signal) => {
    if (signal.kind !== 'change') return
    const before = board.getArrivals()
    board.apply(signal.frame)
    if (board.getArrivals() === before || recount.current !== undefined) return
    recount.current = setTimeout(() => {
      recount.current = undefined
      void client.invalidateQueries({ queryKey: countKey })
    }, recountMs)
  })

  const arrivals = useSyncExternalStore(board.watch, board.getArrivals, getNothing)
  const standingVersion = useSyncExternalStore(board.watch, board.getStandingVersion, () => 0)
  const ids = useMemo(() => {
    const loaded = pages.data?.pages.flatMap((page) => page.ids) ?? []
    return [...new Set(query === '' && pages.data ? [...arrivals, ...loaded] : loaded)]
  }, [arrivals, pages.data, query])
  const standings = useMemo(
    () => ids.map((id) => board.getStanding(id) ?? ''),
    // The standings are read from the board, whose version tells that one of them changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [ids, standingVersion],
  )
  return { ids, pages, standings, total: total.data }
}

const nothing: string[] = []
const getNothing = (): string[] => nothing
