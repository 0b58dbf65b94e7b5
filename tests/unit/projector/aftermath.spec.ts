import { describe, expect, it } from 'vitest'

import { createAftermath } from '@/projector/aftermath'

/** Work that ends when it is told to. */
const openWork = () => {
  let end: () => void = () => undefined
  let fail: (error: Error) => void = () => undefined
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve
    fail = reject
  })
  return { work: () => ended, end: () => end(), fail: (error: Error) => fail(error) }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('what follows a commit', () => {
  it('is done in the order of the commits', async () => {
    const aftermath = createAftermath()
    const done: string[] = []
    const slow = openWork()
    aftermath.add(() => slow.work().then(() => done.push('told')))
    aftermath.add(async () => done.push('acknowledged'))
    await turn()
    expect(done).toEqual([])
    slow.end()
    await aftermath.settled()
    expect(done).toEqual(['told', 'acknowledged'])
  })

  it('is one batch behind at most', async () => {
    const aftermath = createAftermath()
    const first = openWork()
    aftermath.add(first.work)
    await aftermath.keepUp()
    aftermath.add(async () => undefined)
    let hasKeptUp = false
    const keptUp = aftermath.keepUp().then(() => (hasKeptUp = true))
    await turn()
    expect(hasKeptUp).toBe(false)
    first.end()
    await keptUp
    expect(hasKeptUp).toBe(true)
  })

  it('acknowledges nothing after a failure, says so, and begins anew', async () => {
    const aftermath = createAftermath()
    const done: string[] = []
    const telling = openWork()
    aftermath.add(telling.work)
    aftermath.add(async () => done.push('acknowledged'))
    await aftermath.keepUp()
    telling.fail(new Error('nobody could be told'))
    await expect(aftermath.keepUp()).rejects.toThrow('nobody could be told')
    await expect(aftermath.settled()).rejects.toThrow('nobody could be told')
    aftermath.add(async () => done.push('later'))
    await aftermath.settled()
    expect(done).toEqual(['later'])
  })
})
