'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'

import { type Retried, retryLetter } from './api'
import { Changes } from './Changes'
import { describeRetried } from './describe'
import { DiscardForm } from './DiscardForm.client'
import styles from './index.module.css'

/** What can be done with one parked event: look what a retry would change, retry, discard. */
export const DeadLetterActions = ({ id, isAdmin }: { id: string; isAdmin: boolean }) => {
  const router = useRouter()
  const [isBusy, setIsBusy] = useState(false)
  const [isDiscarding, setIsDiscarding] = useState(false)
  const [preview, setPreview] = useState<Retried>()

  const attempt = async (isDryRun: boolean): Promise<void> => {
    setIsBusy(true)
    try {
      const retried = await retryLetter(id, { isDryRun })
      if (isDryRun) return setPreview(retried)
      const { isGood, text } = describeRetried(retried)
      toast[isGood ? 'success' : 'error'](text)
      setPreview(undefined)
      router.refresh()
    } catch (error) {
      toast.error((error as Error).message)
    } finally {
      setIsBusy(false)
    }
  }

  return (
    <section aria-label="What to do" className={styles.actions}>
      <div className={styles.buttons}>
        <Button
          buttonStyle="secondary"
          disabled={isBusy}
          margin={false}
          onClick={() => void attempt(true)}
        >
          Show what it would change
        </Button>
        <Button disabled={isBusy || !isAdmin} margin={false} onClick={() => void attempt(false)}>
          Retry
        </Button>
        <Button
          buttonStyle="error"
          disabled={isBusy || !isAdmin || isDiscarding}
          margin={false}
          onClick={() => setIsDiscarding(true)}
        >
          Discard…
        </Button>
      </div>
      {!isAdmin && <p className={styles.note}>Retrying and discarding are for administrators.</p>}
      {isDiscarding && <DiscardForm id={id} onClose={() => setIsDiscarding(false)} />}
      {preview && <Changes preview={preview} />}
    </section>
  )
}
