'use client'

import {
  Button,
  ConfirmationModal,
  toast,
  useAuth,
  useListQuery,
  useModal,
  useSelection,
} from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useEffect, useEffectEvent } from 'react'

import { countOf } from '../../format/text'
import { retryAllLetters, type RetriedMany, retryLetters } from './api'
import { describeMany } from './describe'
import styles from './index.module.css'
import { StatusTabs } from './StatusTabs.client'

const selectedModal = 'retry-selected-dead-letters'
const allModal = 'retry-all-dead-letters'

/** Above the list of dead letters: which ones are listed, and a retry of many of them. */
export const ListActions = () => {
  const router = useRouter()
  const { user } = useAuth()
  const { openModal } = useModal()
  const { selectedIDs } = useSelection()
  const { handleWhereChange, query } = useListQuery()
  const isUnfiltered = query.where === undefined
  const isAdmin = (user as { role?: string } | null)?.role === 'admin'

  const showParked = useEffectEvent(async () =>
    handleWhereChange?.({ or: [{ and: [{ status: { equals: 'parked' } }] }] }),
  )
  // What waits for a decision is what one comes for; every other view is a click away.
  useEffect(() => {
    if (!isUnfiltered) return undefined
    // The list writes its own parameters into the address first.
    const later = setTimeout(() => void showParked())
    return () => clearTimeout(later)
  }, [isUnfiltered])

  const retry = async (work: () => Promise<RetriedMany>): Promise<void> => {
    try {
      const result = await work()
      toast[result.refused > 0 ? 'warning' : 'success'](describeMany(result))
    } catch (error) {
      toast.error((error as Error).message)
    }
    router.refresh()
  }

  return (
    <div className={styles.list}>
      <StatusTabs />
      <div className={styles.buttons}>
        {!isAdmin && <span className={styles.note}>Retrying is for administrators.</span>}
        <Button
          buttonStyle="secondary"
          disabled={!isAdmin || selectedIDs.length === 0}
          margin={false}
          onClick={() => openModal(selectedModal)}
          size="small"
        >
          Retry selected{selectedIDs.length > 0 && ` (${selectedIDs.length})`}
        </Button>
        <Button
          buttonStyle="secondary"
          disabled={!isAdmin}
          margin={false}
          onClick={() => openModal(allModal)}
          size="small"
        >
          Retry all parked
        </Button>
      </div>
      <ConfirmationModal
        body="Each event is applied with the code of today, by itself. Those that are refused again stay parked."
        confirmLabel="Retry"
        confirmingLabel="Retrying…"
        heading={`Retry ${countOf(selectedIDs.length, 'event')}?`}
        modalSlug={selectedModal}
        onConfirm={() => retry(() => retryLetters(selectedIDs.map(String)))}
      />
      <ConfirmationModal
        body="Every parked event, whatever the list shows, is applied with the code of today, oldest first. Those that are refused again stay parked."
        confirmLabel="Retry all"
        confirmingLabel="Retrying…"
        heading="Retry everything that is parked?"
        modalSlug={allModal}
        onConfirm={() => retry(retryAllLetters)}
      />
    </div>
  )
}
