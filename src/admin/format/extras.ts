/** What came with an utterance, split by how it is shown. */
export interface Extras {
  /** Single values that are short enough to be read in passing. */
  chips: { name: string; value: string }[]
  /** Everything else. */
  trees: { name: string; value: unknown }[]
}

/** Splits an utterance's additional data; at most 8 chips, what is more goes to the trees. */
export const extrasOf = (additionalData: unknown): Extras => {
  if (additionalData === null || additionalData === undefined) return { chips: [], trees: [] }
  if (typeof additionalData !== 'object' || Array.isArray(additionalData))
    return { chips: [], trees: [{ name: 'data', value: additionalData }] }
  const entries = Object.entries(additionalData)
  const isChip = ([, value]: [string, unknown], index: number): boolean =>
    index < maximumChips && isShort(value)
  return {
    chips: entries.filter(isChip).map(([name, value]) => ({ name, value: String(value) })),
    trees: entries
      .filter((entry, index) => !isChip(entry, index))
      .map(([name, value]) => ({ name, value })),
  }
}

const maximumChips = 8
const maximumLength = 40

const isShort = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'boolean' ||
  (typeof value === 'string' && value.length > 0 && value.length <= maximumLength)
