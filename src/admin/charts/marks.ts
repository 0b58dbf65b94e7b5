/** One number of a chart: of which series, at which category. */
export interface Mark {
  series: number
  index: number
}

/** What keys lead through. */
export interface MarkField {
  seriesCount: number
  categoryCount: number
  /** Whether there is a number that one can stand on. */
  has: (mark: Mark) => boolean
  /** The categories stand below one another: the keys for up and down lead from one to the next. */
  isDownwards?: boolean
}

/** Where somebody comes in: the first number of the first series that has one. */
export const firstMark = (field: MarkField): Mark | undefined => {
  for (let series = 0; series < field.seriesCount; series++) {
    const found = along(field, { series, index: -1 }, 1)
    if (found) return found
  }
  return undefined
}

/**
 * Where a chart is entered, and which number has the focus: none once the one that had it is gone,
 * as when newer numbers lack it.
 */
export const standing = (
  field: MarkField,
  latest: Mark | undefined,
  isWithin: boolean,
): { entry: Mark | undefined; focused: Mark | undefined } =>
  latest && field.has(latest)
    ? { entry: latest, focused: isWithin ? latest : undefined }
    : { entry: firstMark(field), focused: undefined }

/** Where a key leads from a number; nothing where it leads nowhere. */
export const nextMark = (field: MarkField, from: Mark, key: string): Mark | undefined => {
  switch (key) {
    case 'ArrowRight':
      return along(field, from, 1)
    case 'ArrowLeft':
      return along(field, from, -1)
    case 'ArrowDown':
      return field.isDownwards ? along(field, from, 1) : across(field, from, 1)
    case 'ArrowUp':
      return field.isDownwards ? along(field, from, -1) : across(field, from, -1)
    case 'Home':
      return along(field, { ...from, index: -1 }, 1)
    case 'End':
      return along(field, { ...from, index: field.categoryCount }, -1)
    default:
      return undefined
  }
}

/** The next number of the same series. */
const along = (
  { categoryCount, has }: MarkField,
  { index, series }: Mark,
  step: 1 | -1,
): Mark | undefined => {
  for (let at = index + step; at >= 0 && at < categoryCount; at += step)
    if (has({ series, index: at })) return { series, index: at }
  return undefined
}

/** The number of another series at the same category. */
const across = (
  { has, seriesCount }: MarkField,
  { index, series }: Mark,
  step: 1 | -1,
): Mark | undefined => {
  for (let at = series + step; at >= 0 && at < seriesCount; at += step)
    if (has({ series: at, index })) return { series: at, index }
  return undefined
}
