import type { BusinessAnswer } from '@/queries/business/answer'
import { readChoices, type BusinessChoices } from '@/queries/business/choices'
import { readBusiness, type BusinessSummary } from '@/queries/business/readBusiness'
import { readToday, type Today } from '@/queries/business/today'
import { databaseOf } from '@/queries/database'

import { readQuery } from '../parameters'
import { summaryQuery, toFilters, toRange, toSize } from './parameters'
import { forStaff, type BusinessParts } from './parts'
import { createRecent } from './recent'

const summaries = createRecent<BusinessSummary>({ keepMs: 1_000 })
const todays = createRecent<Today>({ keepMs: 1_000 })
const choices = createRecent<BusinessChoices>({ keepMs: 60_000 })

/** Answers how the business did in a period. Answers are up to a second old. */
export const answerSummary = (request: Request, parts: BusinessParts): Promise<Response> =>
  forStaff(request, parts, async () => {
    const asked = summaryQuery.parse(readQuery(new URL(request.url)))
    const { payload, timeZone } = parts
    const now = parts.now?.() ?? new Date()
    const range = toRange(asked, { now, timeZone })
    const question = { ...range, by: toSize(asked, range), filters: toFilters(asked), timeZone }
    const database = databaseOf(payload)
    const name = database.databaseName
    const [summary, today, offered] = await Promise.all([
      summaries.get(JSON.stringify([name, question]), () =>
        readBusiness({ ...question, database, now }),
      ),
      todays.get(JSON.stringify([name, timeZone]), () => readToday(database, { now, timeZone })),
      choices.get(name, () => readChoices(database)),
    ])
    const answer: BusinessAnswer = { ...summary, today, choices: offered }
    return Response.json(answer, { headers: { 'Cache-Control': 'no-store' } })
  })
