'use client'

import { useField } from '@payloadcms/ui'
import type { TextFieldClientProps } from 'payload'

import { fromSortableId } from '@/ledger/streamId'

import { ReadOnly } from './ReadOnly'

/** A stream id, as Redis writes it. */
export const SortableIdField = ({ field, path }: TextFieldClientProps) => {
  const { value } = useField<string | null>({ path })
  return (
    <ReadOnly label={field.label} path={path}>
      {value ? fromSortableId(value) : undefined}
    </ReadOnly>
  )
}
