import type { FieldHook, SelectField } from 'payload'

/**
 * A select whose list the ledger may outgrow. A value that the list does not know is shown raw;
 * a GraphQL enum cannot carry it, so that GraphQL answers null instead of an error.
 */
export const openSelect = (
  name: string,
  options: readonly string[],
  rest: Partial<Pick<SelectField, 'admin' | 'index' | 'defaultValue' | 'label' | 'enumName'>> = {},
): SelectField => ({
  ...rest,
  name,
  type: 'select',
  options: [...options],
  hooks: { afterRead: [hideUnknownFromEnum(new Set(options))] },
})

const hideUnknownFromEnum =
  (known: ReadonlySet<unknown>): FieldHook =>
  ({ req, value }) =>
    req.payloadAPI === 'GraphQL' && value !== undefined && !known.has(value) ? null : value
