import type { ParsedEntry } from './applyBatch'
import type { ProjectorParts } from './parts'
import { type ProcessedBatch, processBatch } from './processBatch'

/**
 * Applies a large batch in two transactions side by side: the database works on one of them while
 * this processor folds the other. What names the same document stays in one of them, so that they
 * hardly ever meet; where they do, one of them conflicts and is tried again, as with two workers.
 * @see processBatch
 */
export const processInLanes = async (
  parts: ProjectorParts,
  entries: readonly ParsedEntry[],
): Promise<ProcessedBatch> => {
  const { lanesFrom = fewestEntries, secondStore } = parts
  if (!secondStore || parts.isProbe || entries.length < lanesFrom)
    return processBatch(parts, entries)
  const [first, second] = splitByDocuments(entries)
  // Nothing is folded in an empty lane: all of the batch belongs together then.
  const folding = new Set([first, second].filter(({ length }) => length > 0))
  const process = (
    lane: ParsedEntry[],
    store: ProjectorParts['store'],
  ): Promise<ProcessedBatch> => {
    const onFolded = (): void => {
      if (folding.delete(lane) && folding.size === 0) parts.onFolded?.()
    }
    return processBatch({ ...parts, store, onFolded }, lane)
  }
  const ended = await Promise.allSettled([
    process(first, parts.store),
    process(second, secondStore),
  ])
  const [one, other] = ended.map((end) => {
    // Only once both have ended: nothing may go on behind the back of whoever is told.
    if (end.status === 'rejected') throw end.reason
    return end.value
  }) as [ProcessedBatch, ProcessedBatch]
  return {
    applied: one.applied + other.applied,
    repeated: one.repeated + other.repeated,
    parked: one.parked + other.parked,
    postponed: [...one.postponed, ...other.postponed],
  }
}

/** Smaller batches are quick, and want to be one commit. */
const fewestEntries = 500

/**
 * Two parts of about the same size of which no two entries name the same conversation, application
 * or customer, directly or over others; both in the order of the batch.
 */
export const splitByDocuments = <Entry extends Pick<ParsedEntry, 'parsed'>>(
  entries: readonly Entry[],
): [Entry[], Entry[]] => {
  const groups = new Groups()
  const groupOf = entries.map((entry, index) => {
    const names = namesOf(entry)
    const [first = `entry ${index}`, ...others] = names
    for (const other of others) groups.join(first, other)
    return first
  })
  const sizes = new Map<string, number>()
  for (const name of groupOf) {
    const group = groups.find(name)
    sizes.set(group, (sizes.get(group) ?? 0) + 1)
  }
  const inSecond = new Set<string>()
  let balance = 0
  for (const [group, size] of [...sizes].sort(([, left], [, right]) => right - left)) {
    if (balance > 0) inSecond.add(group)
    balance += balance > 0 ? -size : size
  }
  const isSecond = groupOf.map((name) => inSecond.has(groups.find(name)))
  return [
    entries.filter((_, index) => !isSecond[index]),
    entries.filter((_, index) => isSecond[index]),
  ]
}

const namesOf = ({ parsed }: Pick<ParsedEntry, 'parsed'>): string[] => {
  if (parsed.kind !== 'event') return []
  const { applicationId, conversationId, customerId } = parsed.event
  return [
    ...(conversationId ? [`conversation ${conversationId}`] : []),
    ...(applicationId ? [`application ${applicationId}`] : []),
    ...(customerId ? [`customer ${customerId}`] : []),
  ]
}

/** Which names belong together (a union-find). */
class Groups {
  private readonly parents = new Map<string, string>()

  find(name: string): string {
    let root = name
    for (let parent = this.parents.get(root); parent !== undefined; parent = this.parents.get(root))
      root = parent
    if (root !== name) this.parents.set(name, root)
    return root
  }

  join(one: string, other: string): void {
    const root = this.find(one)
    const under = this.find(other)
    if (root !== under) this.parents.set(under, root)
  }
}
