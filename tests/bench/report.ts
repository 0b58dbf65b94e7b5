/** One promise and what was measured of it. */
export interface Report {
  /** The suite that measured it. */
  suite: string
  name: string
  /** What was measured, as a share or a multiple of what it is held against. */
  ratio: number
  atLeast?: number
  atMost?: number
  figures: Readonly<Partial<Record<string, number>>>
}

/** Whether the bound was kept; a figure that is not a number keeps none. */
export const isKept = ({ atLeast = -Infinity, atMost = Infinity, ratio }: Report): boolean =>
  ratio >= atLeast && ratio <= atMost

/** Prints one report for people. */
export const show = (report: Report): void => {
  const { atLeast, atMost, figures, name, ratio, suite } = report
  const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
  console.log(`\n${isKept(report) ? '✓' : '✗'} ${name}  [${suite}]`)
  console.log(`    ${round(ratio)} × (${bound})`)
  for (const [label, figure] of Object.entries(figures))
    console.log(`    ${label}: ${round(figure!)}`)
}

/** The middle value of a list. */
export const median = (values: readonly number[]): number => at(values, 0.5)

/** The value below which the given share of a list lies; NaN for an empty list. */
export const at = (values: readonly number[], share: number): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length * share)] ?? Number.NaN

const round = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-AU') : value.toFixed(2)
