import { z } from 'zod'

import type { ChangeFrame, ConnectedFrame, ResyncFrame } from '@/realtime/frames'

import { describes } from './describes'
import { eventId, time } from './values'

/** @see ConnectedFrame */
export const connectedFrame = describes<ConnectedFrame>()(
  z.object({
    type: z.literal('connected'),
    clientId: z.string(),
    position: z.string().meta({
      description: 'What is loaded after this frame is at least as new as this place.',
    }),
  }),
)

/** @see ResyncFrame */
export const resyncFrame = describes<ResyncFrame>()(z.object({ type: z.literal('resync') }))

/** @see ChangeFrame */
export const changeFrame = describes<ChangeFrame>()(
  z.object({
    collection: z.string().meta({
      description: 'A collection, or `utterances` for something that was just said.',
    }),
    operation: z.enum(['create', 'update']),
    doc: z.looseObject({ id: z.string(), revision: z.number().optional() }).meta({
      description: 'The document as a list would show it. Keep the one with the greater revision.',
    }),
    eventId,
    timestamp: time.meta({ description: 'When the change was published.' }),
  }),
)
