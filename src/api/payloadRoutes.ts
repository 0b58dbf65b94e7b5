import { boundedBody } from './boundedBody'
import { closedToPortals } from './closedToPortals'
import { errorShape } from './errorShape'
import { neverKept } from './neverKept'
import { readableBody } from './readableBody'
import { sameOrigin } from './sameOrigin'
import { staffGraphql, type GraphqlParts } from './staffGraphql'

type Route<Context> = (request: Request, context: Context) => Promise<Response>

/** Payload's REST as the product serves it. */
export const guardRest = <Context>(route: Route<Context>): Route<Context> =>
  neverKept(sameOrigin(closedToPortals(boundedBody(readableBody(errorShape(route))))))

/** Payload's GraphQL as the product serves it. */
export const guardGraphql = (
  route: (request: Request) => Promise<Response>,
  parts: GraphqlParts,
): Route<unknown> => neverKept(sameOrigin(closedToPortals(boundedBody(staffGraphql(route, parts)))))
