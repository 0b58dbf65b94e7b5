import { methodNotAllowed } from '@/api/methodNotAllowed'

const refused = methodNotAllowed('GET')

/** What a route that is only read answers to the other methods. */
export { refused as DELETE, refused as PATCH, refused as POST, refused as PUT }
