import type { Preset } from '@/queries/business/periods'

/** What people call the periods that end today. */
export const periodNames: Record<Preset, string> = {
  '7d': '7 days',
  '30d': '30 days',
  '90d': '90 days',
  '12m': '12 months',
}
