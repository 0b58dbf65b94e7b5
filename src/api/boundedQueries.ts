import {
  GraphQLError,
  type ASTVisitor,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql'

/** Lists and documents that one request may ask for at the top. */
const maximumRootFields = 20

/** Fields within fields; the deepest part of an application's process is seven. */
const maximumDepth = 9

/** The question what there is goes deeper, as every client asks it: types of types of arguments. */
const introspectionFields = new Set(['__schema', '__type'])
const furtherIntrospectionDepth = 9

/** Fields of one request, fragments counted wherever they are used. */
const maximumFields = 1_000

/**
 * Bounds what one GraphQL request may ask for. A complexity that counts each field once lets a
 * few hundred aliases of one long list through, and they are answered all at once.
 */
export const boundedQueries: ValidationRule = (context: ValidationContext): ASTVisitor => ({
  OperationDefinition: (operation) => {
    const total = measure(context, operation.selectionSet, 1, new Set())
    if (
      total.roots > maximumRootFields ||
      total.depth > maximumDepth ||
      total.fields > maximumFields
    )
      context.reportError(
        new GraphQLError('The query asks for too much at once.', { nodes: [operation] }),
      )
  },
})

interface Measure {
  roots: number
  depth: number
  fields: number
}

const measure = (
  context: ValidationContext,
  { selections }: SelectionSetNode,
  depth: number,
  open: ReadonlySet<string>,
): Measure => {
  const total: Measure = { roots: 0, depth, fields: 0 }
  const add = (part: Measure, roots: number): void => {
    total.roots += roots
    total.depth = Math.max(total.depth, part.depth)
    total.fields += part.fields
  }
  for (const selection of selections) {
    if (total.fields > maximumFields || depth > maximumDepth) return total
    if (selection.kind === 'Field') {
      total.fields += 1
      const isIntrospection = introspectionFields.has(selection.name.value)
      const below = depth + 1 - (isIntrospection ? furtherIntrospectionDepth : 0)
      const part = selection.selectionSet
        ? measure(context, selection.selectionSet, below, open)
        : { roots: 0, depth, fields: 0 }
      add(part, 1)
      continue
    }
    const name = selection.kind === 'FragmentSpread' ? selection.name.value : undefined
    // A fragment that contains itself is refused by the standard rules; here it must only end.
    if (name !== undefined && open.has(name)) continue
    const set =
      selection.kind === 'InlineFragment'
        ? selection.selectionSet
        : context.getFragment(selection.name.value)?.selectionSet
    if (!set) continue
    const part = measure(context, set, depth, name === undefined ? open : new Set([...open, name]))
    add(part, part.roots)
  }
  return total
}
