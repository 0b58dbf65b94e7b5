/** A document as JSON shows it: every time becomes ISO 8601, everything else stays. */
export const isoDates = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(isoDates)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, isoDates(item)]))
}
