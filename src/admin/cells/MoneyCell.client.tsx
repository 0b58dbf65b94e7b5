'use client'

import type { DefaultCellComponentProps, NumberFieldClient } from 'payload'

import { formatMoney } from '../format/money'
import { Cell } from './Cell'

/** An amount of dollars. */
export const MoneyCell = (props: DefaultCellComponentProps<NumberFieldClient, number | null>) => (
  <Cell {...props}>{formatMoney(props.cellData)}</Cell>
)
