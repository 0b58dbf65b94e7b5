'use client'

import type { DateFieldClient, DefaultCellComponentProps } from 'payload'

import { formatCalendarDay } from '../format/time'
import { Cell } from './Cell'

/** A calendar day, the same one in every time zone. */
export const DayCell = (props: DefaultCellComponentProps<DateFieldClient, string | null>) => (
  <Cell {...props}>{formatCalendarDay(props.cellData)}</Cell>
)
