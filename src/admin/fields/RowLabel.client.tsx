'use client'

import { useRowLabel } from '@payloadcms/ui'

import { humanise, toVisibleText } from '../format/text'

/**
 * A list's row by what it holds: the first of `names` that says something, else its number.
 * @param names the row's fields that name it, best first
 */
export const RowLabel = ({ names }: { names: string[] }) => {
  const { data, rowNumber } = useRowLabel<Record<string, unknown> | undefined>()
  const name = names
    .map((field) => data?.[field])
    .find((value) => typeof value === 'string' && value)
  return (
    <span>
      {typeof name === 'string' ? toVisibleText(humanise(name)) : `No. ${(rowNumber ?? 0) + 1}`}
    </span>
  )
}
