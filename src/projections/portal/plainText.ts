import { maskNumbers } from './maskNumbers'
import { withoutMarkup } from './withoutMarkup'

/** The longest text that customers are shown of a message, in UTF-16 units. */
export const maximumPlainCharacters = 280

/** No more of a message is looked at: markup that is longer than this hides no words. */
const maximumReadCharacters = 4_000

/**
 * What was said as plain text of at most 280 characters: no markup, no control characters, no
 * number that may be a card's or a document's.
 */
export const toPlainText = (text: string): string => {
  const read = text.slice(0, maximumReadCharacters).toWellFormed()
  const plain = toOneLine(withoutMarkup(withoutControls(read)))
  return shorten(maskNumbers(plain))
}

/**
 * Line breaks become one kind, which Markdown needs; control and format characters go, those that turn the direction of
 * text and those that nobody sees among them. Joiners stay between letters and pictographs, where
 * scripts and emoji need them.
 */
const withoutControls = (text: string): string => {
  if (/^[ -~]*$/.test(text)) return text
  return text
    .replace(/[\n\v\f\r\u0085\u2028\u2029]+/g, '\n')
    .replace(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}]/gu, '')
    .replace(strayJoiners, '')
}

const strayJoiners =
  /(?<![\p{L}\p{M}\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{Extended_Pictographic}])/gu

const toOneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim()

/** Cut at a whole character, with a sign that there was more. */
const shorten = (text: string): string => {
  if (text.length <= maximumPlainCharacters) return text
  const kept = text
    .slice(0, maximumPlainCharacters - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .replace(/[\s\p{M}\u200c\u200d\ufe0f]+$/u, '')
  return `${kept}…`
}
