import type { ReactNode } from 'react'

import type { BusinessAnswer } from '@/queries/business/answer'

/** What every chart of the business is drawn from. */
export interface BusinessChartProps {
  data: BusinessAnswer
  /** Stands behind the title, such as the period where the chart stands alone. */
  aside?: ReactNode
}
