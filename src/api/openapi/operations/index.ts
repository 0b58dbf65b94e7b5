import type { Operation } from '../operation'
import { businessOperations } from './business'
import { conversationOperations } from './conversations'
import { customerOperations } from './customer'
import { deadLetterOperations } from './deadLetters'
import { realtimeOperations } from './realtime'
import { systemOperations } from './system'

/** Everything that can be asked beyond Payload's own routes. */
export const customOperations: readonly Operation[] = [
  ...conversationOperations,
  ...deadLetterOperations,
  ...realtimeOperations,
  ...businessOperations,
  ...customerOperations,
  ...systemOperations,
]
