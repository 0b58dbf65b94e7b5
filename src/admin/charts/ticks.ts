/** Steps between which people count time, in milliseconds. */
const timeSteps = [1, 2, 5, 10, 15, 30]
  .map((seconds) => seconds * 1_000)
  .concat([1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000))
  .concat([1, 2, 4, 6, 12, 24, 48, 96, 240, 480, 960].map((hours) => hours * 3_600_000))

/** Steps between which people count anything else: 1, 2, 5, 10, 20, 50 and so on. */
const plainSteps = Array.from({ length: 13 }, (_, power) =>
  [1, 2, 5].map((digit) => digit * 10 ** power),
).flat()

/** So many steps fit between zero and the greatest number, at most. */
const maximumSteps = 4

/** Round numbers for an axis, from zero to the first one that is not below the greatest number. */
export const ticksOf = (
  values: readonly (number | null)[],
  kind: 'plain' | 'time' = 'plain',
): number[] => {
  const greatest = Math.max(0, ...values.map((value) => value ?? 0))
  const steps = kind === 'time' ? timeSteps : plainSteps
  const step =
    steps.find((each) => greatest / each <= maximumSteps) ?? Math.ceil(greatest / maximumSteps)
  const count = Math.max(1, Math.ceil(greatest / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}
