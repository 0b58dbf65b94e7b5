import type { BehindPage, BehindQuestion } from '@/queries/business/listBehind'

import { toCsvLine } from './csv'

/** The most members that one file has; a last line says so where there are more. */
export const maximumExportRows = 10_000

const pageRows = 500

/** The conversations behind a number as lines of a file, read page by page. */
export async function* behindLines(
  list: (page: Pick<BehindQuestion, 'limit' | 'cursor'>) => Promise<BehindPage>,
  maximum = maximumExportRows,
): AsyncGenerator<string> {
  yield toCsvLine([
    'application number',
    'customer',
    'outcome',
    'conversation status',
    'stage',
    'loan purpose',
    'loan amount (AUD)',
    'at',
    'time to decision (s)',
    'conversation id',
  ])
  let cursor: string | null = null
  let count = 0
  do {
    const page: BehindPage = await list({
      limit: Math.min(pageRows, maximum - count),
      ...(cursor !== null && { cursor }),
    })
    for (const row of page.rows)
      yield toCsvLine([
        row.applicationNumber,
        row.customerName,
        row.outcome,
        row.status,
        row.stage,
        row.loanPurpose,
        row.loanAmount,
        row.at,
        row.timeToDecisionMs === null ? null : row.timeToDecisionMs / 1_000,
        row.conversationId,
      ])
    count += page.rows.length
    cursor = page.nextCursor
  } while (cursor !== null && count < maximum)
  if (cursor !== null)
    yield toCsvLine([`The file ends after ${maximum} rows, and there are more: narrow the period.`])
}
