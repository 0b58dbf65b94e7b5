import { type DocumentNode, Kind, visit } from 'graphql'

/** Whether a fragment of a query contains itself, by whatever way. */
export const hasFragmentCycle = ({ definitions }: DocumentNode): boolean => {
  const spreads = new Map<string, Set<string>>()
  for (const definition of definitions) {
    if (definition.kind !== Kind.FRAGMENT_DEFINITION) continue
    const names = new Set<string>()
    visit(definition, { FragmentSpread: ({ name }) => void names.add(name.value) })
    spreads.set(definition.name.value, names)
  }
  const done = new Set<string>()
  const leadsBack = (name: string, open: ReadonlySet<string>): boolean => {
    if (open.has(name)) return true
    if (done.has(name)) return false
    const isCyclic = [...(spreads.get(name) ?? [])].some((next) =>
      leadsBack(next, new Set([...open, name])),
    )
    done.add(name)
    return isCyclic
  }
  return [...spreads.keys()].some((name) => leadsBack(name, new Set()))
}
