/** The widgets about the business and their titles, as they stand while there are no numbers yet. */
export const titles = {
  today: 'Today',
  figure: '',
  volume: 'Conversations started',
  outcomes: 'Outcomes',
  funnel: 'Funnel',
  'drop-off': 'Drop-off by stage',
  rates: 'Approval and conversion',
  amounts: 'Amounts',
  'time-to-decision': 'Time to decision',
  'time-to-answer': 'Time to answer',
} as const

/** @see titles */
export type BusinessWidgetName = keyof typeof titles

/** Whether a slug is that of a widget about the business. */
export const isBusinessWidget = (slug: string): slug is BusinessWidgetName =>
  Object.hasOwn(titles, slug)
