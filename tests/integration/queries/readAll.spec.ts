import {
  ClientSession,
  MongoClient,
  MongoDriverError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'

import type { Store } from '@/projector/store'
import { readAll } from '@/queries/readAll'

import { engineUris, openStore } from '../../support/engines'
import { openProxy } from '../../support/proxy'

interface Note {
  _id: string
  owner: string
}

let store: Store
let close: () => Promise<void>

const notes = () => store.db.collection<Note>('notes')
const read = (owner: string): Promise<Note[]> => readAll(notes(), { filter: { owner } })

/** Sessions that the client has open, by the driver's own count. */
const openSessions = (): number => {
  const { activeSessions } = (store.client as unknown as { s: { activeSessions: Set<unknown> } }).s
  return activeSessions.size
}

/** The next commands fail so; how often the database was asked is told. */
const failWith = (...errors: Error[]) => {
  const command = store.db.command.bind(store.db)
  return vi.spyOn(store.db, 'command').mockImplementation((...given) => {
    const error = errors.shift()
    return error ? Promise.reject(error) : command(...given)
  })
}

const selectionError = (): Error =>
  new MongoServerSelectionError('no server', { type: 'Unknown', servers: new Map() } as never)

beforeAll(async () => {
  ;({ close, store } = await openStore())
  await notes().insertMany(
    Array.from({ length: 60 }, (_, index) => ({ _id: `note ${index}`, owner: `o${index % 30}` })),
  )
})

afterEach(() => void vi.restoreAllMocks())
afterAll(() => close())

describe('reading what is asked often', () => {
  it('answers many questions at once, each with its own', async () => {
    const owners = Array.from({ length: 300 }, (_, index) => `o${index % 30}`)
    const found = await Promise.all(owners.map(read))
    expect(found.map((answer) => answer.map(({ owner }) => owner))).toEqual(
      owners.map((owner) => [owner, owner]),
    )
  })

  it('keeps the sessions that it needs, and no more', async () => {
    await Promise.all(Array.from({ length: 300 }, () => read('o1')))
    const kept = openSessions()
    expect(kept).toBeLessThanOrEqual(100)
    for (let round = 0; round < 20; round++) await read('o1')
    expect(openSessions()).toBe(kept)
  })

  it('goes on where the client was closed and opened again', async () => {
    await Promise.all(Array.from({ length: 20 }, () => read('o1')))
    await store.client.close()
    await store.client.connect()
    expect(await Promise.all(Array.from({ length: 20 }, () => read('o1')))).toHaveLength(20)
  })

  it('keeps no session that holds a connection', async () => {
    await Promise.all(Array.from({ length: 20 }, () => read('o1')))
    vi.spyOn(ClientSession.prototype, 'isPinned', 'get').mockReturnValue(true)
    const kept = openSessions()
    for (let round = 0; round < kept; round++) await read('o1')
    expect(openSessions()).toBe(0)
  })

  it('answers all whose answers were lost on the way', async () => {
    const { databaseUri } = engineUris()
    const proxy = await openProxy(new URL(databaseUri))
    const address = new URL(databaseUri)
    address.host = `127.0.0.1:${proxy.port}`
    address.searchParams.set('directConnection', 'true')
    const client = await MongoClient.connect(address.href)
    try {
      const remote = client.db(store.db.databaseName).collection<Note>('notes')
      const readRemotely = () => readAll(remote, { filter: { owner: 'o1' } })
      await Promise.all(Array.from({ length: 20 }, readRemotely))
      proxy.loseAnswersTo('owner', 5)
      const found = await Promise.all(Array.from({ length: 5 }, readRemotely))
      expect(found.map((answer) => answer.length)).toEqual([2, 2, 2, 2, 2])
      expect(proxy.lostAnswers()).toBeGreaterThan(0)
    } finally {
      await client.close()
      proxy.close()
    }
  })

  it.each([
    ['lost its connection', () => new MongoNetworkError('reset')],
    ['asked a server that is no primary any more', () => refusal(10_107)],
    ['lost its collection to a rebuild', () => refusal(175)],
  ])('tries once more where the first try %s', async (_, make) => {
    const asked = failWith(make())
    expect(await read('o1')).toHaveLength(2)
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it.each([
    ['found no server', selectionError],
    ['found no free connection', () => new WaitQueueTimeout('none was free')],
    ['took too long', () => refusal(50)],
    ['was wrong', () => refusal(2)],
  ])('does not try again where the first try %s', async (_, make) => {
    const error = make()
    const asked = failWith(error)
    await expect(read('o1')).rejects.toBe(error)
    expect(asked).toHaveBeenCalledTimes(1)
  })

  it('fails after its second try, and leaves no session behind', async () => {
    await read('o1')
    const before = openSessions()
    for (let round = 0; round < 20; round++) {
      failWith(new MongoNetworkError('reset'), new MongoNetworkError('reset again'))
      await expect(read('o1')).rejects.toThrow('reset again')
    }
    vi.restoreAllMocks()
    expect(openSessions()).toBeLessThanOrEqual(before)
    expect(await read('o1')).toHaveLength(2)
  })
})

/** The driver names it so, and does not export its class. */
class WaitQueueTimeout extends MongoDriverError {
  override get name(): string {
    return 'MongoWaitQueueTimeoutError'
  }
}

const refusal = (code: number): Error =>
  new MongoServerError({ ok: 0, code, errmsg: `refused with ${code}` })
