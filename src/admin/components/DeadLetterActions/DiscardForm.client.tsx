'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'

import { discardLetter } from './api'
import styles from './index.module.css'

const shortest = 3
const longest = 500

/** Asks for the reason before an event is laid aside for good. */
export const DiscardForm = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const router = useRouter()
  const fieldId = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const [reason, setReason] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  useEffect(() => field.current?.focus(), [])

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setIsBusy(true)
    try {
      await discardLetter(id, reason)
      toast.success('Discarded')
      onClose()
      router.refresh()
    } catch (error) {
      toast.error((error as Error).message)
      setIsBusy(false)
    }
  }

  return (
    <form className={styles.discard} onSubmit={(event) => void submit(event)}>
      <label htmlFor={fieldId}>Why it shall never be applied</label>
      <textarea
        id={fieldId}
        maxLength={longest}
        onChange={({ target }) => setReason(target.value)}
        onKeyDown={({ key }) => key === 'Escape' && onClose()}
        ref={field}
        required
        rows={3}
        value={reason}
      />
      <p className={styles.note}>
        The event stays in the archive, marked as parked. It cannot be retried afterwards.
      </p>
      <div className={styles.buttons}>
        <Button
          buttonStyle="error"
          disabled={isBusy || reason.trim().length < shortest}
          margin={false}
          type="submit"
        >
          Discard for good
        </Button>
        <Button buttonStyle="secondary" disabled={isBusy} margin={false} onClick={onClose}>
          Keep it parked
        </Button>
      </div>
    </form>
  )
}
