import type { CheckBuilder } from './checks'
import type { HealthFacts } from './facts'
import type { HealthMemory, HealthThresholds } from './memory'

/** What a check works with: it writes into `next` what the evaluation after this one must know. */
export interface CheckInput {
  facts: HealthFacts
  memory: HealthMemory
  next: HealthMemory
  thresholds: HealthThresholds
  check: CheckBuilder
}
