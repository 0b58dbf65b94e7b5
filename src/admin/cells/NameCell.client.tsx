'use client'

import type { DefaultCellComponentProps, TextFieldClient } from 'payload'

import { fromDocumentId } from '@/ledger/documentId'

import { SafeText } from '../components/SafeText'
import { Cell } from './Cell'

/** What a row is called; one without a name goes by its id. */
export const NameCell = (props: DefaultCellComponentProps<TextFieldClient, string | null>) => (
  <Cell {...props}>
    <SafeText>{props.cellData?.trim() || fromDocumentId(String(props.rowData.id))}</SafeText>
  </Cell>
)
