import type { CheckInput } from './checkInput'
import type { ArchiveFacts } from './facts'

/** The numbers of the business follow within a second or two; so long is too long. */
const maximumLagMs = 60_000

/** Steps that fail one after the other are tried again; so many say that trying does not help. */
const maximumFailures = 5

/** Whether the numbers of the business follow the archive. */
export const findAnalytics = ({ check }: CheckInput, { analytics }: ArchiveFacts): void => {
  const { building, failures = 0, lagMs = 0, skipped = 0 } = analytics ?? {}
  check.findHeld(lagMs > maximumLagMs, {
    code: 'ANALYTICS_BEHIND',
    severity: 'degraded',
    message: `The numbers of the business are ${Math.round(lagMs / 1_000)} s behind the archive${
      building ? ': all of them are being computed' : ''
    }.`,
  })
  check.findHeld(failures >= maximumFailures, {
    code: 'ANALYTICS_FAILING',
    severity: 'degraded',
    message: `Counting the numbers of the business failed ${failures} times in a row; the log says why.`,
  })
  check.find(skipped > 0, {
    code: 'ANALYTICS_SKIPPED',
    severity: 'degraded',
    message: `${skipped} documents of the analytics could not be worked out and are left as they were. The log names them; they are tried again at least once an hour.`,
  })
}
