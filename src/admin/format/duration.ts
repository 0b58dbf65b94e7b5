const units = [
  { ms: 86_400_000, one: 'day', many: 'days' },
  { ms: 3_600_000, one: 'h', many: 'h' },
  { ms: 60_000, one: 'min', many: 'min' },
  { ms: 1_000, one: 's', many: 's' },
]

/** A stretch of time in words, its two greatest units: `42 s`, `3 min 20 s`, `2 days 3 h`; a dash where there is none. */
export const formatDuration = (milliseconds: number | null | undefined): string => {
  if (typeof milliseconds !== 'number') return '–'
  if (milliseconds < 10_000) return `${Math.round(milliseconds / 100) / 10} s`
  let rest = Math.round(milliseconds / 1_000) * 1_000
  const greatest = units.findIndex(({ ms }) => rest >= ms)
  return units
    .slice(greatest, greatest + 2)
    .map(({ many, ms, one }) => {
      const count = Math.floor(rest / ms)
      rest -= count * ms
      return count === 0 ? '' : `${count} ${count === 1 ? one : many}`
    })
    .filter((part) => part !== '')
    .join(' ')
}

/** One unit alone, for an axis: `45 s`, `12 min`, `1.5 h`. */
export const formatShortDuration = (milliseconds: number): string => {
  const unit = units.find(({ ms }) => milliseconds >= ms) ?? units.at(-1)!
  const count = Math.round((milliseconds / unit.ms) * 10) / 10
  return `${count} ${unit.one === 'day' ? 'd' : unit.one}`
}
