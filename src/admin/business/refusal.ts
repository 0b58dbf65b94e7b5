import { isDay } from '@/queries/business/calendar'

import { formatDay } from './days'

/** Why the numbers that an address asks for were refused, in words for whoever opened it. */
export const describeRefusal = ({ message }: Error, search: URLSearchParams): string => {
  const [from, to] = [search.get('from'), search.get('to')]
  if (from === null || to === null || !isDay(from) || !isDay(to) || from <= to)
    return `The address asks for what cannot be counted (${message}). Choose a period above.`
  return `The period ends before it begins: ${formatDay(from)} is after ${formatDay(to)}. Choose other dates.`
}
