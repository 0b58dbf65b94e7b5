/** Things that wait for their time. The earliest comes first; of two at one time, the one put in first. */
export interface TimeQueue<T> {
  push: (atMs: number, item: T) => void
  /** @throws {RangeError} when nothing waits */
  pop: () => { atMs: number; item: T }
  size: () => number
}

/** A binary heap. */
export const createQueue = <T>(): TimeQueue<T> => {
  const heap: { atMs: number; order: number; item: T }[] = []
  let order = 0
  const isBefore = (left: number, right: number) =>
    heap[left]!.atMs - heap[right]!.atMs || heap[left]!.order - heap[right]!.order
  const swap = (left: number, right: number) => {
    const kept = heap[left]!
    heap[left] = heap[right]!
    heap[right] = kept
  }
  return {
    size: () => heap.length,
    push: (atMs, item) => {
      let index = heap.push({ atMs, order: order++, item }) - 1
      while (index > 0 && isBefore(index, (index - 1) >> 1) < 0) {
        swap(index, (index - 1) >> 1)
        index = (index - 1) >> 1
      }
    },
    pop: () => {
      if (heap.length === 0) throw new RangeError('nothing waits')
      swap(0, heap.length - 1)
      const { atMs, item } = heap.pop()!
      for (let index = 0; ;) {
        const children = [2 * index + 1, 2 * index + 2].filter((child) => child < heap.length)
        const least = children.sort(isBefore)[0]
        if (least === undefined || isBefore(index, least) < 0) break
        swap(index, least)
        index = least
      }
      return { atMs, item }
    },
  }
}
