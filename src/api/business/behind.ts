import type { Behind } from '@/queries/business/behind'
import { listBehind } from '@/queries/business/listBehind'
import { InvalidCursor } from '@/queries/cursor'
import { databaseOf } from '@/queries/database'

import { invalidRequest } from '../errors'
import { readQuery } from '../parameters'
import { behindQuery, toFilters, toRange } from './parameters'
import { forStaff, type BusinessParts } from './parts'

/** Lists the conversations behind a number, a bar or a step. */
export const answerBehind = (request: Request, parts: BusinessParts): Promise<Response> =>
  forStaff(request, parts, async () => {
    const asked = behindQuery.parse(readQuery(new URL(request.url)))
    const { payload, timeZone } = parts
    const now = parts.now?.() ?? new Date()
    try {
      const page = await listBehind({
        ...toRange(asked, { now, timeZone }),
        database: databaseOf(payload),
        behind: toBehind({ ...asked, kind: asked.behind }),
        filters: toFilters(asked),
        now,
        limit: asked.limit,
        ...(asked.cursor !== undefined && { cursor: asked.cursor }),
      })
      return Response.json(page, { headers: { 'Cache-Control': 'no-store' } })
    } catch (error) {
      throw error instanceof InvalidCursor ? invalidRequest(`cursor: ${error.message}`) : error
    }
  })

/** Whose members are meant. `at` is the stage of a step or bar (the filter `stage` narrows beside it). */
export const toBehind = ({
  at,
  fromMs,
  kind,
  toMs,
}: {
  kind: Behind['kind']
  at?: string | undefined
  fromMs?: number | undefined
  toMs?: number | undefined
}): Behind => {
  if (kind === 'reached-stage' && !at) throw invalidRequest('at: name the stage')
  return {
    kind,
    ...(at && { stage: at }),
    ...(fromMs !== undefined && { fromMs }),
    ...(toMs !== undefined && { toMs }),
  }
}
