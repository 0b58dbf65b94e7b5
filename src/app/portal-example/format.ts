const dollars = new Intl.NumberFormat('en-AU', { style: 'currency', currency: 'AUD' })
const days = new Intl.DateTimeFormat('en-AU', { dateStyle: 'medium' })
const moments = new Intl.DateTimeFormat('en-AU', { dateStyle: 'medium', timeStyle: 'short' })

/** An amount, or nothing where there is none. */
export const money = (value: unknown): string | undefined =>
  typeof value === 'number' ? dollars.format(value) : undefined

/** The day of an ISO 8601 time, or nothing where there is none. */
export const day = (value: unknown): string | undefined =>
  typeof value === 'string' ? days.format(new Date(value)) : undefined

/** The day and the time of an ISO 8601 time, or nothing where there is none. */
export const moment = (value: unknown): string | undefined =>
  typeof value === 'string' ? moments.format(new Date(value)) : undefined

/** A name such as `BANK_STATEMENT` or `under_review` in words. */
export const words = (value: unknown): string => {
  const text = String(value ?? '')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase()
  return text.charAt(0).toUpperCase() + text.slice(1)
}
