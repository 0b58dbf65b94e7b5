'use client'

import { useField } from '@payloadcms/ui'
import type { CodeFieldClientProps } from 'payload'

import { LongText } from '../components/LongText/LongText.client'
import { prettify } from '../format/json'
import { ReadOnly } from './ReadOnly'

/** JSON text in readable lines, or as it came; Payload's own field asks a third party for an editor. */
export const CodeField = ({ field, path }: CodeFieldClientProps) => {
  const { value } = useField<string | null>({ path })
  return (
    <ReadOnly label={field.label} path={path}>
      {value ? <LongText asItCame={value} text={prettify(value)} /> : undefined}
    </ReadOnly>
  )
}
