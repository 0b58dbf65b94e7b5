'use client'

import { Button } from '@payloadcms/ui'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { Bones } from '../components/Bones'
import { Message } from '../components/Message'
import { readBehind } from '../live/business'
import styles from './BehindPanel.module.css'
import { BehindTable } from './BehindTable'
import { formatRange } from './days'
import { type Target, toBehindSearch } from './target'

/** The conversations behind a number, beside the page. Escape closes it and leads back to the number. */
export const BehindPanel = ({
  filters,
  onClose,
  target,
  timeZone,
}: {
  filters: URLSearchParams
  onClose: () => void
  target: Target
  timeZone: string
}) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    // The browser gives the focus back to where it was.
    return () => opened?.close()
  }, [])
  const search = toBehindSearch(filters, target).toString()
  const query = useInfiniteQuery({
    queryKey: ['behind', search],
    queryFn: ({ pageParam, signal }) => readBehind(search, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <dialog
      aria-labelledby="behind-title"
      className={styles.panel}
      data-testid="behind"
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close()
      }}
      onClose={(event) => {
        // Opened again before the word of its closing came, it is not closed.
        if (!event.currentTarget.open) onClose()
      }}
      ref={dialog}
    >
      <div className={styles.inside}>
        <header>
          <h2 id="behind-title">{target.title}</h2>
          <span>{formatRange(target)}</span>
          <a download href={`/api/business/export?${search}`}>
            Export CSV
          </a>
          <button aria-label="Close" onClick={() => dialog.current?.close()} type="button">
            ×
          </button>
        </header>
        <div className={styles.body}>
          {query.isPending ? (
            <Bones lines={[100, 96, 100, 92, 98, 100]} />
          ) : rows.length > 0 ? (
            <BehindTable caption={target.title} rows={rows} timeZone={timeZone} />
          ) : (
            !query.isError && <Message title="No conversation is behind this number now" />
          )}
          {query.isError && (
            <Message
              action={
                <Button margin={false} onClick={() => void query.refetch()} size="small">
                  Try again
                </Button>
              }
              isCompact={rows.length > 0}
              title="The conversations could not be read"
            >
              {query.error.message}
            </Message>
          )}
          {query.hasNextPage && !query.isError && (
            <Button
              buttonStyle="secondary"
              disabled={query.isFetchingNextPage}
              margin={false}
              onClick={() => void query.fetchNextPage()}
              size="small"
            >
              Show more
            </Button>
          )}
        </div>
      </div>
    </dialog>
  )
}
