/**
 * The words of a text without HTML and Markdown. What a removal uncovers is looked at again; text
 * that goes on uncovering markup after some rounds was made for that, and loses every sign that
 * could begin some.
 */
export const withoutMarkup = (text: string): string => {
  if (!signs.test(text)) return text
  let before = text
  for (let round = 0; round < maximumRounds; round++) {
    const after = withoutMarkdown(withoutTags(withoutEntities(before)))
    if (after === before) return after
    before = after
  }
  return before.replace(/[<>&`]/g, '')
}

const maximumRounds = 6
/** Without one of these there is no markup; most messages have none. */
const signs = /[<>&*_`~#+[]/

const withoutEntities = (text: string): string =>
  text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,8}));?/g,
    (found, decimal?: string, hexadecimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? found
      const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal ?? '', 16)
      return code > 0x1f && code <= 0x10ffff && !isUnshown(code) ? String.fromCodePoint(code) : ' '
    },
  )

/** C1 controls, surrogates, and format characters: they are no words. */
const isUnshown = (code: number): boolean =>
  /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(String.fromCodePoint(code))

const named: Record<string, string | undefined> = Object.assign(Object.create(null), {
  amp: '&',
  lt: '<',
  gt: '>',
  LT: '<',
  GT: '>',
  AMP: '&',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  rsquo: '’',
  lsquo: '‘',
  ldquo: '“',
  rdquo: '”',
  Tab: ' ',
  NewLine: '\n',
  shy: '',
  colon: ':',
  lpar: '(',
  rpar: ')',
})

/** A `<` that no name, slash or sign follows is one of arithmetic, and stays. */
const withoutTags = (text: string): string =>
  text
    .replace(/<!--.*?(?:-->|$)/gs, '')
    .replace(/<(script|style|template|noscript|title)\b[^>]*>.*?(?:<\/\1\s*>|$)/gis, ' ')
    .replace(/<\/?(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6]|hr|blockquote|pre)\b[^<>]*>/gi, '\n')
    .replace(/<[a-zA-Z/!?][^<>]*>/g, '')
    // The beginning of a tag that never ends.
    .replace(/<[a-zA-Z][\w:-]*\s+[\w:-]+\s*=[^<]*$/g, '')
    .replace(/<(?=[a-zA-Z/!?])/g, '')

const withoutMarkdown = (text: string): string =>
  text
    .replace(/```[\w-]*/g, ' ')
    .replace(/!?\[([^[\]]*)\]\([^()\s]*(?:\s+"[^"]*")?\)/g, '$1')
    .replace(/(`+)([^`]+)\1/g, '$2')
    .replace(/(\*\*\*|\*\*|\*|~~)(?=[^\s*~])([^*~]*[^\s*~])\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}_])(__|_)(?=[^\s_])([^_]*[^\s_])\1(?![\p{L}\p{N}_])/gu, '$2')
    .replace(/^[ \t]*#{1,6}[ \t]+/gm, '')
    .replace(/^[ \t]*(?:>[ \t]?)+/gm, '')
    .replace(/^[ \t]*[*+][ \t]+/gm, '')
