import type { Operation, Schema } from './types'

/** How an operation is asked from a shell, with words in capitals to be filled in. */
export const toCurl = (method: string, path: string, operation: Operation): string => {
  const { parameters = [], requestBody } = operation
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, schema }) => `${name}=${exampleOf(schema, name)}`)
    .join('&')
  const address = `$ORIGIN${path.replace(/\{([^}]+)\}/g, (_, name: string) => toWord(name))}`
  const [type, body] = Object.entries(requestBody?.content ?? {})[0] ?? []
  return [
    `curl "${address}${query && `?${query}`}"`,
    ...(method === 'get' ? [] : [`-X ${method.toUpperCase()}`]),
    ...headerOf(operation['x-callers']),
    ...(type === 'multipart/form-data' ? [`-F file=@picture.png`] : []),
    ...(type === 'application/json'
      ? [`-H 'Content-Type: ${type}'`, `-d '${JSON.stringify(bodyOf(body!.schema))}'`]
      : []),
  ].join(' \\\n  ')
}

const headerOf = (callers: readonly string[]): string[] => {
  if (callers.includes('supervisor') || callers.includes('admin'))
    return [`-H "Authorization: users API-Key $API_KEY"`]
  if (callers.includes('customer')) return [`-H "Authorization: Bearer $CUSTOMER_TOKEN"`]
  return []
}

const bodyOf = ({ anyOf, properties = {}, required = [] }: Schema): object =>
  anyOf?.[0]
    ? bodyOf(anyOf[0])
    : Object.fromEntries(required.map((name) => [name, exampleOf(properties[name] ?? {}, name)]))

const exampleOf = (
  { const: only, default: usual, enum: values, examples, items, type }: Schema,
  name: string,
): unknown => {
  const known = only ?? examples?.[0] ?? values?.[0] ?? usual
  if (known !== undefined) return known
  if (type === 'array') return [exampleOf(items ?? {}, name)]
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return 1
  return toWord(name)
}

const toWord = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()
