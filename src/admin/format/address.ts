import type { Address } from '../live/documents'

/** An address in one line; Australia goes without saying. Empty where there is none. */
export const formatAddress = (address: Address | null | undefined): string => {
  if (!address) return ''
  const { city, country, postcode, state, street } = address
  const place = [city, state, postcode].filter(Boolean).join(' ')
  const parts = [street, place].filter(Boolean)
  if (parts.length === 0) return ''
  return [...parts, country === 'Australia' ? '' : country].filter(Boolean).join(', ')
}
