import { z } from 'zod'

import type { DeadLetter } from '@/projector/store'
import type { RetryOutcome } from '@/projector/retryParked'
import type { ShownChange } from '@/projector/shownChanges'

import { describes } from './describes'
import { eventId, time } from './values'

const shownChange = describes<ShownChange>()(
  z.object({
    collection: z.string(),
    id: z.string(),
    isNew: z.boolean(),
    fields: z.array(
      // A value that is not there is left out of JSON.
      z.object({ path: z.string(), before: z.unknown(), after: z.unknown() }),
    ),
  }),
)

const id = z.string().meta({ description: 'Document id of the letter.' })
const ignored = z.object({ id, outcome: z.literal('ignored') })
const notParked = z.object({ id, outcome: z.literal('not-parked') })
const refused = z.object({
  id,
  outcome: z.literal('refused'),
  code: z.string(),
  path: z.string(),
  reason: z.string(),
})
const isDryRun = z.boolean()

/** Answer of `POST /api/dead-letters/:id/retry`. */
export const retryAnswer = z.discriminatedUnion('outcome', [
  z.object({ id, outcome: z.literal('applied'), changes: z.array(shownChange), isDryRun }),
  ignored.extend({ isDryRun }),
  refused.extend({ isDryRun }),
  notParked.extend({ isDryRun }),
])

const toldOutcome = describes<
  | Exclude<RetryOutcome, { outcome: 'applied' }>
  | Omit<Extract<RetryOutcome, { outcome: 'applied' }>, 'changes'>
>()(
  z.discriminatedUnion('outcome', [
    z.object({ id, outcome: z.literal('applied') }),
    ignored,
    refused,
    notParked,
  ]),
)

/** Answer of `POST /api/dead-letters/retry`. */
export const retryManyAnswer = z.object({
  applied: z.number(),
  ignored: z.number(),
  refused: z.number(),
  notParked: z.number(),
  outcomes: z.array(toldOutcome),
  next: z.string().nullable().meta({ description: 'Go on after this letter; null at the end.' }),
})

/** Answer of `POST /api/dead-letters/:id/discard`. */
export const discardAnswer = z.object({
  id,
  status: z.literal('discarded'),
  discardReason: z.string(),
  discardedBy: z.string(),
  discardedAt: time,
})

/** An item of the Redis list of dead letters. */
export const listedLetter = describes<Omit<DeadLetter, '_id' | 'stack'> & { id: string }>()(
  z.object({
    id,
    streamId: eventId,
    code: z.string().meta({ examples: ['INVALID_EVENT', 'TOO_LARGE', 'PROJECTION_FAILED'] }),
    path: z.string().optional().meta({ description: 'What of the entry breaks its rule.' }),
    reason: z.string(),
    errorClass: z.string().optional(),
    projection: z.string().optional(),
    attempts: z.number(),
    firstFailedAt: time,
    lastFailedAt: time,
    typ: z.string().optional(),
    cid: z.string().optional(),
    aid: z.string().optional(),
    uid: z.string().optional(),
    entry: z.string().meta({
      contentMediaType: 'application/json',
      description: 'The entry’s fields as JSON text: a flat list of names and values.',
    }),
    status: z.enum(['parked', 'retried', 'discarded']),
    listedAt: time.optional(),
  }),
)
