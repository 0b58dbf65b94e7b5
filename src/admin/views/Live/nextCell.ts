/** Where a key leads in a grid that is filled row by row; nothing where it leads nowhere. */
export const nextCell = ({
  columns,
  count,
  index,
  key,
}: {
  columns: number
  count: number
  index: number
  key: string
}): number | undefined => {
  const target = targets[key]?.({ columns, count, index })
  return target === undefined || target === index || target < 0 || target >= count
    ? undefined
    : target
}

const targets: Record<
  string,
  (place: { columns: number; count: number; index: number }) => number | undefined
> = {
  ArrowRight: ({ index }) => index + 1,
  ArrowLeft: ({ index }) => index - 1,
  ArrowDown: ({ columns, count, index }) => lower({ columns, count, index }),
  ArrowUp: ({ columns, index }) => index - columns,
  Home: () => 0,
  End: ({ count }) => count - 1,
}

/** One row down; from above a last row that is shorter, to its last card. */
const lower = ({
  columns,
  count,
  index,
}: {
  columns: number
  count: number
  index: number
}): number | undefined => {
  if (index + columns < count) return index + columns
  const isInLastRow = Math.floor(index / columns) === Math.floor((count - 1) / columns)
  return isInLastRow ? undefined : count - 1
}
