/** Where a number stands between two that are missing: a line alone would not show it. */
export const alone = (values: readonly (number | null)[]): Set<number> =>
  new Set(
    values.flatMap((value, index) =>
      value !== null && (values[index - 1] ?? null) === null && (values[index + 1] ?? null) === null
        ? [index]
        : [],
    ),
  )
