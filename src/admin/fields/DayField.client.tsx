'use client'

import { useField } from '@payloadcms/ui'
import type { DateFieldClientProps } from 'payload'

import { formatCalendarDay } from '../format/time'
import { ReadOnly } from './ReadOnly'

/** A calendar day, the same one in every time zone. */
export const DayField = ({ field, path }: DateFieldClientProps) => {
  const { value } = useField<string | null>({ path })
  return (
    <ReadOnly label={field.label} path={path}>
      {formatCalendarDay(value) || undefined}
    </ReadOnly>
  )
}
