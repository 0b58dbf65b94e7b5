import { compareStreamIds, isEarlier, type StreamId } from '@/ledger/streamId'

/** Adds an item that an event brought, in the order of the ledger; an event brings one only once. */
export const insertByEvent = <T extends { id: StreamId }>(list: readonly T[], item: T): T[] => {
  const index = list.findIndex(({ id }) => compareStreamIds(id, item.id) >= 0)
  if (index === -1) return [...list, item]
  return list[index]!.id === item.id ? [...list] : list.toSpliced(index, 0, item)
}

/** Ids with the events that brought each of them first, side by side. Never changed in place. */
export interface LinkList {
  ids: string[]
  since: StreamId[]
}

/**
 * Adds a link, kept in the order in which the ledger made each of them first. A list that stays as
 * it was is given back as it is, so that nothing of it is written.
 */
export const insertLink = (list: LinkList, id: string, by: StreamId): LinkList => {
  const known = list.ids.indexOf(id)
  if (known !== -1 && !isEarlier(by, list.since[known])) return list
  const { ids, since } = known === -1 ? list : without(list, known)
  // Most links are the latest: look for the place from the end.
  const index =
    1 +
    since.findLastIndex(
      (other, place) => (compareStreamIds(other, by) || (ids[place]! < id ? -1 : 1)) < 0,
    )
  return { ids: ids.toSpliced(index, 0, id), since: since.toSpliced(index, 0, by) }
}

const without = ({ ids, since }: LinkList, index: number): LinkList => ({
  ids: ids.toSpliced(index, 1),
  since: since.toSpliced(index, 1),
})
