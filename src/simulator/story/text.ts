/** The words that stand in a text's `{placeholders}`. */
export type Words = Record<string, string>

/**
 * Fills a text in. A phrase that begins a sentence gets its capital letter.
 * @throws {RangeError} for a placeholder without a word
 */
export const fill = (text: string, words: Words): string =>
  text.replace(/\{(\w+)\}/g, (_, key: string, offset: number) => {
    const word = words[key]
    if (word === undefined) throw new RangeError(`no word for {${key}} in: ${text}`)
    const begins = offset === 0 || /[.!?…] $/.test(text.slice(0, offset))
    return begins && phrases.has(key) ? capitalise(word) : word
  })

/** `$4,200`, or `$387.50` where there are cents. */
export const sayMoney = (dollars: number): string => {
  const hasCents = Math.round(dollars * 100) % 100 !== 0
  const [whole = '', cents] = Math.abs(dollars)
    .toFixed(hasCents ? 2 : 0)
    .split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return `${dollars < 0 ? '-' : ''}$${grouped}${cents ? `.${cents}` : ''}`
}

/** Amounts as the producer writes them: `"5000.00"`. */
export const wireMoney = (dollars: number): string => dollars.toFixed(2)

export const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const phrases = new Set([
  'detail',
  'grew',
  'signalQuestion',
  'signalAnswer',
  'thing',
  'debts',
  'job',
])
