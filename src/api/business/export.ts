import { recordAudit, toActor } from '@/ops/audit'
import { listBehind } from '@/queries/business/listBehind'
import { readBusiness } from '@/queries/business/readBusiness'
import { databaseOf } from '@/queries/database'

import { readQuery } from '../parameters'
import { toBehind } from './behind'
import { behindLines } from './behindLines'
import { toCsvStream } from './csv'
import { exportQuery, toFilters, toRange, toSize } from './parameters'
import { forStaff, type BusinessParts } from './parts'
import { seriesLines } from './seriesLines'

/**
 * Gives the numbers of a period, or the conversations behind one of them, as a CSV file. It is in
 * the trail before the first byte leaves.
 */
export const answerExport = (request: Request, parts: BusinessParts): Promise<Response> =>
  forStaff(request, parts, async (user) => {
    const query = readQuery(new URL(request.url))
    const asked = exportQuery.parse(query)
    const { payload, timeZone } = parts
    const now = parts.now?.() ?? new Date()
    const range = toRange(asked, { now, timeZone })
    const database = databaseOf(payload)
    const filters = toFilters(asked)
    const { behind: kind } = asked
    const lines =
      kind === undefined
        ? seriesLines(
            await readBusiness({
              ...range,
              by: toSize(asked, range),
              filters,
              now,
              timeZone,
              database,
            }),
          )
        : membersOf({ ...range, behind: toBehind({ ...asked, kind }), database, filters, now })
    await recordAudit(database, {
      actor: toActor(user),
      action: 'business.exported',
      subject: kind === undefined ? 'daily-metrics' : 'conversation-stats',
      details: { ...query, ...range },
    })
    return new Response(toCsvStream(lines), {
      headers: {
        'Cache-Control': 'no-store',
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="business-${kind ?? 'numbers'}-${range.from}-to-${range.to}.csv"`,
        'X-Content-Type-Options': 'nosniff',
      },
    })
  })

const membersOf = (question: Omit<Parameters<typeof listBehind>[0], 'limit' | 'cursor'>) =>
  behindLines((page) => listBehind({ ...question, ...page }))
