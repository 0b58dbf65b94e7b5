import { toResponse } from '@/api/answer'
import { answerConversations } from '@/api/customer/routes'
import { getRuntime } from '@/runtime'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** The customer's accessible conversations (contract: HTTP). */
export const GET = async (request: Request): Promise<Response> =>
  toResponse(await answerConversations(request, getRuntime()?.customers))

export { DELETE, OPTIONS, PATCH, POST, PUT } from '../../otherMethods'
