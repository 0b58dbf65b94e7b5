import { numberNames, type NumberName } from '@/queries/business/numbers'
import { presets, type Preset } from '@/queries/business/periods'

/** What somebody has chosen for a widget. */
export interface WidgetChoice {
  period: Preset
  figure: NumberName
}

/** What a widget shows until somebody chooses. */
export const defaultChoice: WidgetChoice = { period: '30d', figure: 'conversationsStarted' }

/** What is saved of a widget, read with doubt: layouts outlive the product's versions. */
export const toChoice = (saved: unknown): WidgetChoice => {
  const { figure, period } = (saved ?? {}) as Partial<Record<keyof WidgetChoice, unknown>>
  return {
    period: presets.find((each) => each === period) ?? defaultChoice.period,
    figure: numberNames.find((each) => each === figure) ?? defaultChoice.figure,
  }
}
