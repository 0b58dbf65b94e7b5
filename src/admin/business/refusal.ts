import { formatDay } from './days'

/** Why the numbers that an address asks for were refused, in words for whoever opened it. */
export const describeRefusal = ({ message }: Error, search: URLSearchParams): string => {
  const [from, to] = [search.get('from'), search.get('to')]
  if (!isDay(from) || !isDay(to) || from <= to)
    return `The address asks for what cannot be counted (${message}). Choose a period above.`
  return `The period ends before it begins: ${formatDay(from)} is after ${formatDay(to)}. Choose other dates.`
}

const isDay = (text: string | null): text is string =>
  text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
