import { z } from 'zod'

import { dayOf, isDay, type BucketSize } from '@/queries/business/calendar'
import { applicationKinds, conversationKinds } from '@/queries/business/behind'
import { outcomeFilters, type BusinessFilters } from '@/queries/business/filters'
import {
  maximumDays,
  presets,
  rangeOf,
  suitableSize,
  type DayRange,
} from '@/queries/business/periods'
import { countDays } from '@/queries/business/calendar'
import { maximumBehindPage } from '@/queries/business/listBehind'

import { invalidRequest } from '../errors'
import { pageSize } from '../parameters'

/** The present, and where its days begin. */
export interface Clock {
  now: Date
  timeZone: string
}

const day = z
  .string()
  .refine(isDay, 'must be a day such as 2026-03-31')
  .meta({ format: 'date', examples: ['2026-03-31'] })
const text = z.string().min(1).max(500)
const dollars = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,2})?$/, 'must be an amount in dollars such as 5000 or 5000.50')
  .transform(Number)
const milliseconds = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number of milliseconds')
  .transform(Number)

const periodQuery = z.object({
  period: z.enum(presets).optional(),
  from: day.optional(),
  to: day.optional(),
  by: z.enum(['day', 'week', 'month']).optional(),
  purpose: text.optional(),
  outcome: z.enum(outcomeFilters).optional(),
  status: text.optional(),
  amountFrom: dollars.optional(),
  amountTo: dollars.optional(),
  stage: text.optional(),
})

/** What every question about the business names. */
export const summaryQuery = z.strictObject(periodQuery.shape)

/** What a list of members names beside. */
export const behindQuery = z.strictObject({
  ...periodQuery.shape,
  behind: z.enum([...conversationKinds, ...applicationKinds]),
  at: z.string().max(500).optional(),
  fromMs: milliseconds.optional(),
  toMs: milliseconds.optional(),
  limit: pageSize(maximumBehindPage, maximumBehindPage),
  cursor: z.string().min(1).max(8_192).optional(),
})

/** What an export names: the numbers of a period, or the members of one of them. */
export const exportQuery = z.strictObject({
  ...behindQuery.omit({ limit: true, cursor: true, behind: true }).shape,
  behind: behindQuery.shape.behind.optional(),
})

/** A period as a question names it: by its days, else one that ends today. */
export type AskedPeriod = z.infer<typeof periodQuery>

/**
 * The days that are meant; days that have not come yet are left out.
 * @throws {ApiFailure} 400 where they are none, or too many
 */
export const toRange = (asked: AskedPeriod, { now, timeZone }: Clock): DayRange => {
  const today = dayOf(now, timeZone)
  if (asked.from === undefined && asked.to === undefined)
    return rangeOf(asked.period ?? '30d', today)
  if (asked.from === undefined || asked.to === undefined)
    throw invalidRequest('from and to stand together')
  if (asked.period !== undefined) throw invalidRequest('name a period, or from and to, not both')
  if (asked.from > asked.to) throw invalidRequest('from must not be after to')
  if (asked.from > today) throw invalidRequest('from must not lie in the future')
  const to = asked.to < today ? asked.to : today
  if (countDays(asked.from, to) > maximumDays)
    throw invalidRequest(`a period has ${maximumDays} days at most`)
  return { from: asked.from, to }
}

/** The largest number of bars that one answer has. */
const maximumBuckets = 400

/**
 * How the days are put together: as asked, else as suits the period.
 * @throws {ApiFailure} 400 where that makes too many bars
 */
export const toSize = (asked: AskedPeriod, range: DayRange): BucketSize => {
  const by = asked.by ?? suitableSize(range)
  if (by === 'day' && countDays(range.from, range.to) > maximumBuckets)
    throw invalidRequest(`by day, a period has ${maximumBuckets} days at most`)
  return by
}

/** What narrows the numbers. */
export const toFilters = ({
  amountFrom,
  amountTo,
  outcome,
  purpose,
  stage,
  status,
}: AskedPeriod): BusinessFilters => {
  if (amountFrom !== undefined && amountTo !== undefined && amountFrom > amountTo)
    throw invalidRequest('amountFrom must not be above amountTo')
  return {
    ...(purpose !== undefined && { loanPurpose: purpose }),
    ...(outcome !== undefined && { outcome }),
    ...(status !== undefined && { status }),
    ...(amountFrom !== undefined && { amountFrom }),
    ...(amountTo !== undefined && { amountTo }),
    ...(stage !== undefined && { stage }),
  }
}
