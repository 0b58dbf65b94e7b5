import type { PayloadRequest } from 'payload'

/**
 * A description as its own endpoint answers it, to whoever looks at the page.
 * @returns nothing where the endpoint does not answer
 */
export const readInterface = async <Document>(
  req: PayloadRequest,
  path: '/openapi.json' | '/asyncapi.json',
): Promise<Document | undefined> => {
  const endpoint = req.payload.config.endpoints.find((each) => each.path === path)
  const answer = await endpoint?.handler(req)
  return answer?.ok ? ((await answer.json()) as Document) : undefined
}
