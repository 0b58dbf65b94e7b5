import { compareStreamIds, isEarlier, type StreamId } from '@/ledger/streamId'

/** Adds an item that an event brought, in the order of the ledger; an event brings one only once. */
export const insertByEvent = <T extends { id: StreamId }>(list: readonly T[], item: T): T[] => {
  const index = list.findIndex(({ id }) => compareStreamIds(id, item.id) >= 0)
  if (index === -1) return [...list, item]
  return list[index]!.id === item.id ? [...list] : list.toSpliced(index, 0, item)
}

/** Ids with the events that brought each of them first, side by side. */
export interface LinkList {
  ids: readonly string[]
  since: readonly StreamId[]
}

/** Adds a link, kept in the order in which the ledger made each of them first. */
export const insertLink = ({ ids, since }: LinkList, id: string, by: StreamId): LinkList => {
  const known = ids.indexOf(id)
  if (known !== -1 && !isEarlier(by, since[known])) return { ids, since }
  const others = known === -1 ? { ids, since } : without({ ids, since }, known)
  const later = others.since.findIndex(
    (other, index) => (compareStreamIds(other, by) || (others.ids[index]! < id ? -1 : 1)) > 0,
  )
  const index = later === -1 ? others.ids.length : later
  return { ids: others.ids.toSpliced(index, 0, id), since: others.since.toSpliced(index, 0, by) }
}

const without = ({ ids, since }: LinkList, index: number): LinkList => ({
  ids: ids.toSpliced(index, 1),
  since: since.toSpliced(index, 1),
})
