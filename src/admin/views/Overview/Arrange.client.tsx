'use client'

import { Button, ConfirmationModal, DrawerToggler, useModal, useStepNav } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useEffect, useState } from 'react'

import { arrangementOf } from './arrangement'
import styles from './index.module.css'

const resetSlug = 'reset-overview'
const path = [{ label: 'Overview' }]

/** The dashboard's controls as plain buttons beside its title, instead of a list in the page's path. */
export const Arrange = () => {
  const router = useRouter()
  const { openModal } = useModal()
  const { setStepNav, stepNav } = useStepNav()
  const offered = arrangementOf(stepNav)
  const [arrangement, setArrangement] = useState(offered)
  if (offered && offered !== arrangement) setArrangement(offered)
  useEffect(() => {
    if (offered) setStepNav(path)
  }, [offered, setStepNav])
  if (!arrangement) return null
  const { isEditing, onCancel, onEditClick, onResetLayout, onSaveChanges, widgetsDrawerSlug } =
    arrangement
  // What is saved is what a later "Cancel" goes back to.
  const thenRead = (change: () => Promise<void>) => () => void change().then(() => router.refresh())
  if (isEditing)
    return (
      <div aria-label="Arrange the overview" className={styles.arrange} role="group">
        <p>
          Drag a widget; or go to it, press Space, move it with the arrow keys, press Space again.
        </p>
        <DrawerToggler className={styles.add} slug={widgetsDrawerSlug}>
          Add a widget
        </DrawerToggler>
        <Button buttonStyle="secondary" margin={false} onClick={onCancel} size="small">
          Cancel
        </Button>
        <Button margin={false} onClick={thenRead(onSaveChanges)} size="small">
          Save
        </Button>
      </div>
    )
  return (
    <div className={styles.arrange}>
      <Button
        buttonStyle="secondary"
        margin={false}
        onClick={() => openModal(resetSlug)}
        size="small"
      >
        Reset
      </Button>
      <Button buttonStyle="secondary" margin={false} onClick={onEditClick} size="small">
        Arrange
      </Button>
      <ConfirmationModal
        body="Your own arrangement goes, and the overview is again as it is for everybody at first."
        confirmLabel="Reset"
        heading="Reset the overview?"
        modalSlug={resetSlug}
        onConfirm={thenRead(onResetLayout)}
      />
    </div>
  )
}
