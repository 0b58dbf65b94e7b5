import type { BusinessNumbers, NumberName } from '@/queries/business/numbers'
import { numberNames } from '@/queries/business/numbers'
import { type DayRange, isCounted } from '@/queries/business/periods'
import type { BusinessSummary } from '@/queries/business/readBusiness'

import { toCsvLine, type Cell } from './csv'

/** The numbers of a period as lines of a file: one for each bar and the bar it is compared with. */
export function* seriesLines({
  before,
  buckets,
  firstDay,
  period,
}: BusinessSummary): Generator<string> {
  const lineBefore = (part: string, range: typeof before): string =>
    line(part, range, isCounted(range, firstDay) ? range.numbers : undefined)
  yield toCsvLine(['part', 'from', 'to', ...numberNames.map((name) => headings[name])])
  for (const bucket of buckets) {
    yield line('period', bucket, bucket.numbers)
    yield lineBefore('period before', bucket.before)
  }
  yield line('whole period', period, period.numbers)
  yield lineBefore('whole period before', before)
}

/** Without numbers, the cells are empty: nothing was counted then. */
const line = (
  part: string,
  { from, to }: DayRange,
  numbers: Partial<BusinessNumbers> = {},
): string =>
  toCsvLine([part, from, to, ...numberNames.map((name) => toValue(name, numbers[name] ?? null))])

/** Durations leave in seconds: nobody reads milliseconds in a spreadsheet. */
const toValue = (name: NumberName, value: number | null): Cell =>
  value === null ? null : name.endsWith('Ms') ? Math.round(value) / 1_000 : value

const headings: Record<NumberName, string> = {
  conversationsStarted: 'conversations started',
  messages: 'messages',
  applicationsBegun: 'applications begun',
  decided: 'decided',
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'withdrawn',
  approvalRate: 'approval rate',
  conversionRate: 'conversion rate',
  amountAsked: 'amount asked (AUD)',
  amountApproved: 'amount approved (AUD)',
  medianTimeToDecisionMs: 'median time to decision (s)',
  medianFirstAnswerMs: 'median first answer (s)',
  medianBrokerAnswerMs: 'median broker answer (s)',
  medianCustomerAnswerMs: 'median customer answer (s)',
}
