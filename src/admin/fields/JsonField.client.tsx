'use client'

import { useField } from '@payloadcms/ui'
import type { JSONFieldClientProps } from 'payload'

import { JsonMembers } from '../components/JsonTree/JsonTree.client'
import { SafeText } from '../components/SafeText'
import { ReadOnly } from './ReadOnly'

/** Data of unknown shape, to be read; Payload's own field asks a third party for an editor. */
export const JsonField = ({ field, path }: JSONFieldClientProps) => {
  const { value } = useField<unknown>({ path })
  return (
    <ReadOnly label={field.label} path={path}>
      {toContent(value)}
    </ReadOnly>
  )
}

const toContent = (value: unknown) => {
  if (value === null || value === undefined) return undefined
  if (typeof value !== 'object') return <SafeText>{String(value)}</SafeText>
  return Object.keys(value).length === 0 ? 'empty' : <JsonMembers value={value} />
}
