import type { DashboardConfig, Field, Widget } from 'payload'

import { numberNames } from '@/queries/business/numbers'
import { presets } from '@/queries/business/periods'

import { figures } from '../business/figures'
import { periodNames } from '../business/periodNames'
import { defaultChoice } from './choice'

const period: Field = {
  name: 'period',
  type: 'select',
  defaultValue: defaultChoice.period,
  options: presets.map((value) => ({ value, label: `The last ${periodNames[value]}` })),
  admin: { isClearable: false },
}

const figure: Field = {
  name: 'figure',
  type: 'select',
  defaultValue: defaultChoice.figure,
  options: numberNames.map((value) => ({ value, label: figures[value].label })),
  admin: { isClearable: false },
}

const business = (slug: string, label: string, rest: Partial<Widget> = {}): Widget => ({
  slug,
  label,
  Component: '/admin/widgets/BusinessWidget/index#BusinessWidget',
  fields: [period],
  minWidth: 'small',
  ...rest,
})

/** What the overview can be made of, and what it is made of until somebody arranges it. */
export const dashboard: DashboardConfig = {
  widgets: [
    business('today', 'Today so far', { fields: [], minWidth: 'medium' }),
    business('figure', 'One figure', {
      fields: [figure, period],
      minWidth: 'x-small',
      maxWidth: 'medium',
    }),
    business('volume', 'Conversations started'),
    business('outcomes', 'Outcomes'),
    business('funnel', 'Funnel', { minWidth: 'medium' }),
    business('drop-off', 'Drop-off by stage', { minWidth: 'medium' }),
    business('rates', 'Approval and conversion'),
    business('amounts', 'Amounts'),
    business('time-to-decision', 'Time to decision'),
    business('time-to-answer', 'Time to answer'),
    {
      slug: 'ledger',
      label: 'Ledger',
      Component: '/admin/widgets/LedgerWidget/index#LedgerWidget',
      minWidth: 'small',
    },
  ],
  defaultLayout: [
    { widgetSlug: 'today', width: 'full' },
    {
      widgetSlug: 'figure',
      width: 'x-small',
      data: { figure: 'conversationsStarted', period: '30d' },
    },
    { widgetSlug: 'figure', width: 'x-small', data: { figure: 'approvalRate', period: '30d' } },
    { widgetSlug: 'figure', width: 'x-small', data: { figure: 'amountApproved', period: '30d' } },
    {
      widgetSlug: 'figure',
      width: 'x-small',
      data: { figure: 'medianTimeToDecisionMs', period: '30d' },
    },
    { widgetSlug: 'volume', width: 'medium', data: { period: '30d' } },
    { widgetSlug: 'outcomes', width: 'medium', data: { period: '30d' } },
    { widgetSlug: 'funnel', width: 'medium', data: { period: '30d' } },
    { widgetSlug: 'drop-off', width: 'medium', data: { period: '30d' } },
    { widgetSlug: 'time-to-answer', width: 'medium', data: { period: '30d' } },
    { widgetSlug: 'ledger', width: 'medium' },
  ],
}
