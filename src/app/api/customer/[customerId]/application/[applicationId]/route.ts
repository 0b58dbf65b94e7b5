import { toResponse } from '@/api/answer'
import { answerApplication } from '@/api/customer/routes'
import { getRuntime } from '@/runtime'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** One of the customer's applications (contract: HTTP). */
export const GET = async (request: Request): Promise<Response> =>
  toResponse(await answerApplication(request, getRuntime()?.customers))

export { DELETE, OPTIONS, PATCH, POST, PUT } from '../../../otherMethods'
