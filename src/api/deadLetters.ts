import type { Endpoint, PayloadRequest } from 'payload'
import { z } from 'zod'

import { roleOf } from '@/collections/access/role'
import { toActor } from '@/ops/audit'
import { discardLetter, retryAllLetters, retryLetter } from '@/ops/letters'
import { discardReasonRule, isDiscardReason } from '@/projector/discardParked'
import { toLetterId } from '@/projector/letterId'
import type { RetryOutcome } from '@/projector/retryParked'
import { toShownChanges } from '@/projector/shownChanges'
import { deadLettersOf } from '@/projector/store'
import { withLetterParts } from '@/runtime/letterParts'
import { storeOf } from '@/runtime/store'

import type { discardAnswer, retryManyAnswer } from './answers/deadLetters'
import { staffAction } from './endpoint'
import { ApiFailure, invalidRequest, notFound } from './errors'
import { readId } from './parameters'

/** The body of `POST /api/dead-letters/:id/retry`. */
export const retryBody = z.strictObject({ dryRun: z.boolean().default(false) })

/** Retries one letter, or tells what that would change. A letter that is not parked (any more) stays as it is. */
const retryOne = staffAction('/:id/retry', async (request) => {
  const { dryRun: isDryRun } = retryBody.parse(await readBody(request))
  if (!isDryRun) requireAdmin(request)
  const id = readLetterId(request)
  const known = await deadLettersOf(storeOf(request.payload)).findOne(
    { _id: id },
    { projection: { _id: 1 } },
  )
  if (!known) throw notFound()
  const outcome = await withLetterParts(request.payload, (parts) =>
    retryLetter(parts, { actor: actorOf(request), id, isDryRun }),
  )
  return {
    ...outcome,
    isDryRun,
    ...('changes' in outcome && { changes: toShownChanges(outcome.changes) }),
  }
})

const maximumIds = 100

const letterId = z
  .string()
  .max(64)
  .transform((text, context) => {
    const id = toLetterId(text)
    if (id !== undefined) return id
    context.addIssue({ code: 'custom', message: 'must be a stream id such as 1700000000000-0' })
    return z.NEVER
  })

/** The body of `POST /api/dead-letters/retry`. */
export const retryManyBody = z.union([
  z.strictObject({ ids: z.array(letterId).min(1).max(maximumIds) }),
  z.strictObject({ all: z.literal(true), after: letterId.optional() }),
])

/** Retries some letters, or all that are parked as far as one request goes: `next` leads on. */
const retryMany = staffAction('/retry', async (request) => {
  requireAdmin(request)
  const body = parseRetryMany(await readBody(request))
  const actor = actorOf(request)
  return withLetterParts(request.payload, async (parts) => {
    if ('all' in body) {
      const { next, outcomes } = await retryAllLetters(parts, {
        actor,
        ...(body.after !== undefined && { after: body.after }),
      })
      return { ...toSummary(outcomes), next: next ?? null }
    }
    const outcomes: RetryOutcome[] = []
    for (const id of new Set(body.ids)) outcomes.push(await retryLetter(parts, { actor, id }))
    return { ...toSummary(outcomes), next: null }
  })
})

/** The body of `POST /api/dead-letters/:id/discard`. */
export const discardBody = z.strictObject({
  reason: z.string().trim().refine(isDiscardReason, `must have ${discardReasonRule}`),
})

/** Decides that one letter is never applied. */
const discard = staffAction('/:id/discard', async (request) => {
  requireAdmin(request)
  const { reason } = discardBody.parse(await readBody(request))
  const result = await withLetterParts(request.payload, (parts) =>
    discardLetter(parts, { actor: actorOf(request), id: readLetterId(request), reason }),
  )
  if (result.outcome === 'not-found') throw notFound()
  if (result.outcome === 'not-parked')
    throw new ApiFailure(409, 'NOT_PARKED', `It is not parked: it was ${result.status} before.`)
  const { discardedAt, discardedBy, discardReason, status } = result.letter
  return {
    id: result.id,
    status,
    discardReason,
    discardedBy,
    discardedAt: discardedAt.toISOString(),
  } satisfies z.output<typeof discardAnswer>
})

/** What staff may do with dead letters beyond reading them; all but a dry run is for admins. */
export const deadLetterEndpoints: Endpoint[] = [retryOne, retryMany, discard]

const toSummary = (outcomes: RetryOutcome[]): Omit<z.output<typeof retryManyAnswer>, 'next'> => {
  const count = (kind: RetryOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === kind).length
  return {
    applied: count('applied'),
    ignored: count('ignored'),
    refused: count('refused'),
    notParked: count('not-parked'),
    // What changed is told for one letter at a time.
    outcomes: outcomes.map((outcome) => ({ ...outcome, changes: undefined })),
  }
}

/** A union tells nothing of what is wrong: name the one that was meant. */
const parseRetryMany = (body: unknown): z.infer<typeof retryManyBody> => {
  const [some, all] = retryManyBody.options
  const isAll = typeof body === 'object' && body !== null && 'all' in body
  return isAll ? all.parse(body) : some.parse(body)
}

const requireAdmin = ({ user }: PayloadRequest): void => {
  if (roleOf(user) !== 'admin') throw new ApiFailure(403, 'FORBIDDEN', 'This needs the role admin.')
}

const actorOf = ({ user }: PayloadRequest): string => toActor(user!)

const readLetterId = (request: PayloadRequest): string => {
  const id = toLetterId(readId(request))
  if (id === undefined) throw notFound()
  return id
}

const maximumBodyCharacters = 64 * 1024

const readBody = async (request: PayloadRequest): Promise<unknown> => {
  const text = (await request.text?.()) ?? ''
  if (text.length > maximumBodyCharacters) throw invalidRequest('The body is too large.')
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw invalidRequest('The body is not JSON.')
  }
}
