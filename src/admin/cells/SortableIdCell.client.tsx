'use client'

import type { DefaultCellComponentProps, TextFieldClient } from 'payload'

import { fromSortableId } from '@/ledger/streamId'

import { Cell } from './Cell'

/** A stream id, as Redis writes it. */
export const SortableIdCell = (
  props: DefaultCellComponentProps<TextFieldClient, string | null>,
) => <Cell {...props}>{props.cellData ? fromSortableId(props.cellData) : undefined}</Cell>
