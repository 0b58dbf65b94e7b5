import type { Behind } from '@/queries/business/behind'
import type { DayRange } from '@/queries/business/periods'

/** What somebody wants to see the conversations of: in words, and as the server is asked. */
export interface Target extends DayRange {
  title: string
  behind: Behind
}

/** Names of the address's parts that choose the days; all others narrow the numbers. */
const periodNames = ['period', 'from', 'to', 'by']

/** Names of the address's parts that the page understands. */
export const parameterNames = [
  ...periodNames,
  'purpose',
  'outcome',
  'status',
  'stage',
  'amountFrom',
  'amountTo',
] as const

/** What of the page's address the server is asked. */
export const toSearch = (address: URLSearchParams): URLSearchParams => {
  const search = new URLSearchParams()
  for (const name of parameterNames) {
    const value = address.get(name)
    if (value) search.set(name, value)
  }
  return search
}

/** How the server is asked for the conversations of a target, with the page's filters. */
export const toBehindSearch = (
  filters: URLSearchParams,
  { behind: { fromMs, kind, stage, toMs }, from, to }: Target,
): URLSearchParams => {
  const search = toSearch(filters)
  for (const name of periodNames) search.delete(name)
  const told = { from, to, behind: kind, at: stage, fromMs, toMs }
  for (const [name, value] of Object.entries(told))
    if (value !== undefined) search.set(name, String(value))
  return search
}
