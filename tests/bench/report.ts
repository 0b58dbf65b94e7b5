/** One promise and what was measured of it. */
export interface Report {
  name: string
  ratio: number
  atLeast?: number
  atMost?: number
  figures: Record<string, number>
}

/** Prints the reports. @returns whether every promise was kept */
export const print = (reports: readonly Report[], asJson: boolean): boolean => {
  const judged = reports.map((report) => ({ ...report, isKept: isKept(report) }))
  if (asJson) console.log(JSON.stringify(judged, null, 2))
  else
    for (const { atLeast, atMost, figures, isKept, name, ratio } of judged) {
      const bound = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
      console.log(`\n${isKept ? '✓' : '✗'} ${name}\n    ${round(ratio)} × (${bound})`)
      for (const [label, figure] of Object.entries(figures))
        console.log(`    ${label}: ${round(figure)}`)
    }
  return judged.every((report) => report.isKept)
}

/** The middle value of a list that is not empty. */
export const median = (values: readonly number[]): number =>
  [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)]!

const isKept = ({ atLeast = -Infinity, atMost = Infinity, ratio }: Report): boolean =>
  ratio >= atLeast && ratio <= atMost

const round = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en-AU') : value.toFixed(2)
