/** A stretch of text, or one character that must be seen because it would act unseen. */
export type TextPart = { kind: 'text'; text: string } | { kind: 'control'; code: string }

/**
 * Takes text apart so that nothing in it acts unseen: control characters and the marks that turn
 * the direction of writing come out by their code point (`U+202E`). Line breaks, tabs and the
 * joiners that scripts and emoji need stay text.
 */
export const toVisibleParts = (text: string): TextPart[] =>
  text
    .split(unseen)
    .filter((part) => part !== '')
    .map((part) =>
      isUnseen(part)
        ? { kind: 'control', code: `U+${toHex(part.codePointAt(0)!)}` }
        : { kind: 'text', text: part },
    )

/** Plain text for places that take no markup (titles, accessible names): unseen characters as their code. */
export const toVisibleText = (text: string): string =>
  toVisibleParts(text)
    .map((part) => (part.kind === 'text' ? part.text : `[${part.code}]`))
    .join('')

/** The beginning of a text in one line, cut at a word where it is long: for accessible names. */
export const shorten = (text: string, longest = 60): string => {
  const line = text.replace(/\s+/g, ' ').trim()
  const characters = [...line]
  if (characters.length <= longest) return line
  const start = characters.slice(0, longest).join('')
  return `${start.replace(/\s\S*$/, '')}…`
}

/** `fraud_check`, `fraudCheck` → `Fraud check`. */
export const humanise = (name: string): string => {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, (_, before: string, after: string) => `${before} ${after}`)
    .replace(/[_-]+/g, ' ')
    .trim()
  const lower = /[a-z]/.test(words) && /[A-Z]{2}/.test(words) ? words : words.toLowerCase()
  return lower.charAt(0).toUpperCase() + lower.slice(1)
}

/** A producer's constant (`collect_name`, `MANUAL_REVIEW`) as words; any other text as it is. */
export const wordsOf = (text: string): string =>
  /^[A-Za-z]+(?:[_-][A-Za-z]+)+$/.test(text) ? text.replace(/[_-]/g, ' ').toLowerCase() : text

/** `1 message`, `38 messages`; thousands grouped. */
export const countOf = (count: number, singular: string, plural = `${singular}s`): string =>
  `${groupDigits(count)} ${count === 1 ? singular : plural}`

/** `1,841,207`. */
export const groupDigits = (number: number): string => number.toLocaleString('en-AU')

/** A document's number with all but its end hidden: `•••••678`. Short ones show their last character only. */
export const maskNumber = (number: string): string => {
  const characters = [...number.trim()]
  const visible = characters.length >= 6 ? 3 : 1
  return characters
    .map((character, index) =>
      index >= characters.length - visible || character === ' ' ? character : '•',
    )
    .join('')
}

// C0 but tab and line feeds, DEL, C1, line and paragraph separators, embedding, override and
// isolate marks, the byte order mark.
const unseen =
  /([\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff])/

const isUnseen = (part: string): boolean => part.length === 1 && unseen.test(part)

const toHex = (codePoint: number): string => codePoint.toString(16).toUpperCase().padStart(4, '0')
