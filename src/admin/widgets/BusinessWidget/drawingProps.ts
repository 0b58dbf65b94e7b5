import type { BusinessChartProps } from '../../business/charts/chartProps'
import type { WidgetChoice } from '../choice'

/** What a widget about the business is drawn from. */
export interface DrawingProps extends BusinessChartProps {
  choice: WidgetChoice
}
