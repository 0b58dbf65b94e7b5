import { Counter, type Registry } from 'prom-client'

import type { CheckOutcome } from './selfCheck'

/** Counts the checks of this process, read when somebody asks for the numbers. */
export const registerSelfCheckMetrics = (
  registry: Registry,
  checked: () => Readonly<Record<CheckOutcome, number>>,
): void => {
  new Counter({
    name: 'billie_self_checked_total',
    help: 'Documents that this process folded again in the background, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [outcome, count] of Object.entries(checked())) this.inc({ outcome }, count)
    },
  })
}
