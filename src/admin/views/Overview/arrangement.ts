import type { StepNavItem } from '@payloadcms/ui'
import { isValidElement } from 'react'

/** What Payload's dashboard lets a person do with its widgets. */
export interface Arrangement {
  isEditing: boolean
  onCancel: () => void
  onEditClick: () => void
  onResetLayout: () => Promise<void>
  onSaveChanges: () => Promise<void>
  widgetsDrawerSlug: string
}

const actions = ['onCancel', 'onEditClick', 'onResetLayout', 'onSaveChanges'] as const

/**
 * Payload puts the dashboard's controls, as an element, where the path through the panel stands,
 * and offers no other way to them. Nothing where the path is an ordinary one.
 */
export const arrangementOf = (stepNav: StepNavItem[]): Arrangement | undefined => {
  const label = stepNav[0]?.label
  if (!isValidElement<Partial<Arrangement>>(label)) return undefined
  const { props } = label
  const isComplete =
    typeof props.isEditing === 'boolean' &&
    typeof props.widgetsDrawerSlug === 'string' &&
    actions.every((name) => typeof props[name] === 'function')
  return isComplete ? (props as Arrangement) : undefined
}
