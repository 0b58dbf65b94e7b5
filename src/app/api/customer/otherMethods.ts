import { answerOtherMethod, answerPreflight } from '@/api/customer/cors'
import { env } from '@/config/env'

/** What the customer routes answer to a browser that asks whether it may ask. */
export const OPTIONS = (request: Request): Response =>
  answerPreflight(request, env().CUSTOMER_CORS_ORIGINS)

const refused = (request: Request): Promise<Response> =>
  answerOtherMethod(request, env().CUSTOMER_CORS_ORIGINS)

/** And to every other method. */
export { refused as DELETE, refused as PATCH, refused as POST, refused as PUT }
