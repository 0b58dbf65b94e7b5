import { failure, unsupported } from './errors'

const form = 'multipart/form-data'
const readable = ['application/json', form, 'application/x-www-form-urlencoded']

/**
 * Wraps a route of Payload's so that it is never handed a body that it does not read: it would go
 * on without any data, or fail in the server. No body at all stands for an empty object.
 */
export const readableBody =
  <Context>(route: (request: Request, context: Context) => Promise<Response>) =>
  async (request: Request, context: Context): Promise<Response> => {
    if (request.method !== 'POST' && request.method !== 'PATCH') return route(request, context)
    const [header = ''] = (request.headers.get('content-type') ?? '').split(';')
    const type = header.trim().toLowerCase()
    if (type === form) {
      const fields = await readForm(request)
      return fields instanceof Response ? fields : route(withForm(request, fields), context)
    }
    if (readable.includes(type)) return route(request, context)
    // Next hands on a stream even where nothing was sent, as when the admin panel logs out.
    if ((await request.arrayBuffer()).byteLength === 0)
      return route(withBody(request, '{}'), context)
    return unsupported(`Send one of ${readable.join(', ')}.`)
  }

/**
 * Payload's own reader fails in the server where a form is cut short, has no boundary, or has control
 * characters in a name. It is handed the two fields alone that it looks at.
 */
const readForm = async (request: Request): Promise<FormData | Response> => {
  try {
    const given = await request.formData()
    const fields = new FormData()
    for (const name of ['_payload', 'file'])
      for (const value of given.getAll(name)) fields.append(name, value)
    return given.getAll('file').every(isFile)
      ? fields
      : failure(400, 'INVALID_REQUEST', 'What is sent as file must be a file with a plain name.')
  } catch {
    return failure(400, 'INVALID_REQUEST', 'The form cannot be read.')
  }
}

/** Payload would take a text for the description of a file that was stored somewhere else. */
const isFile = (value: FormDataEntryValue): boolean =>
  typeof value === 'string' ? value === '' : !/\p{Cc}/u.test(value.name)

const withForm = (request: Request, fields: FormData): Request =>
  withBody(request, [...fields.keys()].length === 0 ? '{}' : fields)

const withBody = (request: Request, body: string | FormData): Request => {
  const headers = new Headers(request.headers)
  headers.delete('Content-Length')
  if (typeof body === 'string') headers.set('Content-Type', 'application/json')
  // The boundary is chosen anew.
  else headers.delete('Content-Type')
  return new Request(request.url, { method: request.method, headers, body, signal: request.signal })
}
