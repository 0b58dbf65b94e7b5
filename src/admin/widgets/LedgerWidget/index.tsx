import type { WidgetServerProps } from 'payload'

import { isStaff } from '../../views/isStaff'
import { Closed } from '../Closed'
import { LedgerWidgetContent } from './LedgerWidget.client'

/** Whether everything is alright with the ledger. */
export const LedgerWidget = ({ req }: WidgetServerProps) =>
  isStaff(req.user) ? <LedgerWidgetContent /> : <Closed />
