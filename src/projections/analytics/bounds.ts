/** What is longer is no name of anything; a report that groups by it would carry it about. */
export const maximumNameCharacters = 500

/** No process has more stages; each conversation about an application carries them all. */
export const maximumStages = 200

/** The beginning of a text, as far as numbers are grouped, filtered and listed by it. */
export const toName = (text: string): string =>
  text.length > maximumNameCharacters ? text.slice(0, maximumNameCharacters).toWellFormed() : text

/**
 * An amount in cents. One that no number holds to the cent is no loan's, and counts as nothing:
 * it would spoil every sum that it is part of.
 */
export const toCents = (dollars: number): number => {
  const cents = Math.round(dollars * 100)
  return Number.isSafeInteger(cents) ? cents : 0
}
