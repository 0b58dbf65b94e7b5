'use client'

import { useField } from '@payloadcms/ui'
import type { TextFieldClientProps } from 'payload'

import { JsonTree } from '../components/JsonTree/JsonTree.client'
import { pairsOf } from '../format/json'
import { ReadOnly } from './ReadOnly'

/** A flat list of names and values, each value beside its name. */
export const PairsField = ({ field, path }: TextFieldClientProps) => {
  const { value } = useField<string[] | null>({ path })
  return (
    <ReadOnly label={field.label} path={path}>
      {value?.length
        ? pairsOf(value).map((pair, index) => <JsonTree key={index} {...pair} />)
        : undefined}
    </ReadOnly>
  )
}
