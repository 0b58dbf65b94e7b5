'use client'

import type { DefaultCellComponentProps, SelectFieldClient } from 'payload'

import { StatusPill } from '../components/StatusPill'
import { Cell } from './Cell'

/** A status or an outcome, as a pill. */
export const StatusCell = (props: DefaultCellComponentProps<SelectFieldClient, string | null>) => (
  <Cell {...props}>
    {props.cellData ? <StatusPill status={props.cellData} title={props.cellData} /> : undefined}
  </Cell>
)
