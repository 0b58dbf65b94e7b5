import type { BusinessChoices } from './choices'
import type { BusinessSummary } from './readBusiness'
import type { Today } from './today'

/** Everything that the business page shows at first. */
export interface BusinessAnswer extends BusinessSummary {
  today: Today
  choices: BusinessChoices
}
