export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject

/** A JSON object whose shape is not ours: it is kept whole. */
export interface JsonObject {
  [key: string]: JsonValue
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Stores JSON of unknown shape so that it comes back exactly as it went in. MongoDB cannot hold
 * every JSON object: keys with a NUL are refused, `$`-keys and dotted keys cannot be addressed,
 * `__proto__` is dangerous to restore, deep nesting is refused. Such values, and bare strings,
 * are stored as JSON text; everything else as it is.
 */
export const toStoredJson = <T extends JsonValue>(value: T): T | string =>
  typeof value === 'string' || !isPlainlyStorable(value, 0) ? JSON.stringify(value) : value

/** The JSON value behind its stored form. */
export const fromStoredJson = (stored: unknown): unknown =>
  typeof stored === 'string' ? JSON.parse(stored) : stored

const maximumStoredDepth = 60
const unstorableKey = /^\$|[.\0]|^(__proto__|_bsontype|)$/

const isPlainlyStorable = (value: JsonValue, depth: number): boolean => {
  if (typeof value !== 'object' || value === null) return true
  if (depth > maximumStoredDepth) return false
  if (Array.isArray(value)) return value.every((item) => isPlainlyStorable(item, depth + 1))
  return Object.entries(value).every(
    ([key, item]) =>
      !unstorableKey.test(key) && key.isWellFormed() && isPlainlyStorable(item, depth + 1),
  )
}
