/** What a conversation can be found by. */
export interface Searchable {
  /** Conversation id, application number, customer id. */
  ids: (string | null | undefined)[]
  names: (string | null | undefined)[]
  emails: (string | null | undefined)[]
}

/**
 * The words that a search may begin with: whole ids and their parts, each word of a name and its
 * parts (`O'Neill` is found by `neill`), whole e-mail addresses. Sorted, without repeats.
 */
export const toSearchTerms = ({ emails, ids, names }: Searchable): string[] => {
  const terms = new Set<string>()
  for (const id of ids) addWithParts(terms, id ?? '', /[-_:/.@#\s]+/)
  for (const name of names)
    for (const word of (name ?? '').slice(0, 1_000).split(/\s+/))
      addWithParts(terms, word, /[-'’.]+/)
  for (const email of emails) addWithParts(terms, email ?? '', /\s+/)
  return [...terms].sort()
}

/** The words of a search, in the form in which the terms are kept. At most 8 words of 100 characters. */
export const toSearchWords = (text: string): string[] =>
  text
    .slice(0, 400)
    .split(/\s+/)
    .map((word) => fold(word).slice(0, maximumTermLength))
    .filter((word) => word !== '')
    .slice(0, 8)

const maximumTermLength = 100

/** More words of one name or e-mail do not help to find it, and all are copied to each conversation. */
const maximumTerms = 40

const addWithParts = (terms: Set<string>, text: string, separators: RegExp): void => {
  const whole = text.slice(0, 1_000).trim()
  for (const part of [whole, ...whole.split(separators)]) {
    if (terms.size >= maximumTerms) return
    const term = fold(part).slice(0, maximumTermLength)
    if (term !== '') terms.add(term)
  }
}

const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim()
