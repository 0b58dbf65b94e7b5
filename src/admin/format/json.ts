/** The value behind JSON text; nothing where the text is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // It is shown as the text that came.
    return undefined
  }
}

/** JSON in lines and indents; any other text as it came. */
export const prettify = (text: string): string => {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null) return text
  return JSON.stringify(value, null, 2)
}

/** A flat list of names and values, as an entry of the ledger holds its fields, in pairs. */
export const pairsOf = (texts: string[]): { name: string; value: string }[] =>
  texts.flatMap((name, index) => (index % 2 === 0 ? [{ name, value: texts[index + 1] ?? '' }] : []))
