import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { RealtimeSignal } from '@/admin/live/realtime'
import type { ChangeFrame, RealtimeFrame } from '@/realtime/frames'

/** The server's side of one connection: what the browser asked for, and a way to send to it. */
class Connection extends EventTarget {
  static readonly CLOSED = 2
  static all: Connection[] = []
  readyState = 0
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  onmessage: ((event: MessageEvent<string>) => void) | null = null

  constructor(readonly url: string) {
    super()
    Connection.all.push(this)
  }

  close(): void {
    this.readyState = Connection.CLOSED
  }

  accept(position: string): void {
    this.readyState = 1
    this.onopen?.()
    this.send({ type: 'connected', clientId: 'x', position })
  }

  send(frame: RealtimeFrame, id = ''): void {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(frame), lastEventId: id }))
  }
}

/** Locks as the browser has them: whoever asks second waits until the first has let go. */
const createLocks = () => {
  let tail = Promise.resolve()
  return {
    request: (_: string, { signal }: { signal: AbortSignal }, hold: () => Promise<void>) => {
      const turn = tail.then(() => (signal.aborted ? undefined : hold()))
      tail = turn.then(() => undefined)
      return turn
    },
  }
}

const change = (id: string, eventId = id): ChangeFrame => ({
  collection: 'conversations',
  operation: 'update',
  doc: { id },
  eventId,
  timestamp: '',
})

const openTab = async () => {
  const { Realtime } = await import('@/admin/live/realtime')
  const tab = new Realtime()
  const signals: RealtimeSignal[] = []
  const leave = tab.subscribe((signal) => signals.push(signal))
  return { tab, signals, leave, kinds: () => signals.map(({ kind }) => kind) }
}

/** Lets messages between tabs arrive. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 30))

describe('Realtime', () => {
  const leaving: (() => void)[] = []
  const open = async () => {
    const opened = await openTab()
    leaving.push(opened.leave)
    await settle()
    return opened
  }

  beforeEach(() => {
    vi.resetModules()
    Connection.all = []
    vi.stubGlobal('EventSource', Connection)
    vi.stubGlobal('navigator', { locks: createLocks() })
    vi.stubGlobal('document', new EventTarget())
    vi.stubGlobal('addEventListener', vi.fn())
    vi.stubGlobal('removeEventListener', vi.fn())
  })

  afterEach(async () => {
    const realTimeout = globalThis.setTimeout
    vi.stubGlobal('setTimeout', (run: () => void) => realTimeout(run, 0))
    leaving.splice(0).forEach((leave) => leave())
    await new Promise((resolve) => realTimeout(resolve, 20))
    vi.unstubAllGlobals()
  })

  it('holds one connection for all tabs and relays every change to each', async () => {
    const first = await open()
    const second = await open()
    expect(Connection.all).toHaveLength(1)
    Connection.all[0]!.accept('1-0')
    Connection.all[0]!.send(change('c1', '7-0'), '2-0')
    await settle()
    expect(first.kinds()).toEqual(['reload', 'change'])
    expect(second.kinds()).toEqual(['reload', 'change'])
    expect(second.tab.getState()).toMatchObject({ status: 'live', eventId: '7-0' })
  })

  it('tells a tab that joins later where the stream is', async () => {
    await open()
    Connection.all[0]!.accept('5-0')
    const late = await open()
    expect(late.tab.isAnchored()).toBe(true)
    expect(late.tab.getState().status).toBe('live')
  })

  it('resumes from the last relayed frame when the tab that held the connection goes', async () => {
    const first = await open()
    const second = await open()
    Connection.all[0]!.accept('1-0')
    Connection.all[0]!.send(change('c1'), '4-2')
    await settle()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    first.leave()
    await vi.advanceTimersByTimeAsync(6_000)
    vi.useRealTimers()
    await settle()
    expect(Connection.all.map(({ url }) => url)).toEqual([
      '/api/realtime',
      '/api/realtime?lastEventId=4-2',
    ])
    Connection.all[1]!.accept('9-0')
    Connection.all[1]!.send(change('c2'), '5-0')
    expect(second.kinds()).toEqual(['reload', 'change', 'change'])
  })

  it('asks for everything to be loaded again when the server no longer has what was missed', async () => {
    const { kinds, tab } = await open()
    Connection.all[0]!.accept('1-0')
    Connection.all[0]!.send({ type: 'resync' }, '90-0')
    expect(kinds()).toEqual(['reload', 'reload'])
    expect(tab.getState().status).toBe('resynchronising')
    tab.settled()
    expect(tab.getState().status).toBe('live')
  })

  it('notices a hole in what it was relayed', async () => {
    await open()
    const { kinds } = await open()
    Connection.all[0]!.accept('1-0')
    await settle()
    const channel = new BroadcastChannel('billie-realtime')
    channel.postMessage({ type: 'frame', frame: change('c1'), id: '8-0', previous: '7-0' })
    await settle()
    channel.close()
    expect(kinds()).toEqual(['reload', 'reload', 'change'])
  })

  it('drops a frame that it has had already', async () => {
    await open()
    const { kinds } = await open()
    Connection.all[0]!.accept('1-0')
    Connection.all[0]!.send(change('c1'), '8-0')
    await settle()
    const channel = new BroadcastChannel('billie-realtime')
    channel.postMessage({ type: 'frame', frame: change('c0'), id: '7-0', previous: '6-0' })
    await settle()
    channel.close()
    expect(kinds()).toEqual(['reload', 'change'])
  })

  it('says since when it is lost, and that it has caught up', async () => {
    const { tab } = await open()
    const [connection] = Connection.all
    connection!.accept('1-0')
    connection!.onerror?.()
    expect(tab.getState().status).toBe('reconnecting')
    connection!.accept('1-0')
    expect(tab.getState()).toMatchObject({ status: 'live', recoveries: 1 })
  })

  it('knows the place in the feed up to which every change has arrived', async () => {
    const { tab } = await open()
    expect(tab.getState().position).toBeUndefined()
    Connection.all[0]!.accept('5-0')
    expect(tab.getState().position).toBe('5-0')
    Connection.all[0]!.send(change('7-0', '3-0'), '7-0')
    expect(tab.getState()).toMatchObject({ position: '7-0', eventId: '3-0' })
  })

  it('keeps the latest event that it was told of, whatever order changes come in', async () => {
    const { tab } = await open()
    Connection.all[0]!.accept('1-0')
    Connection.all[0]!.send(change('c1', '10-0'), '2-0')
    Connection.all[0]!.send(change('c2', '9-0'), '3-0')
    expect(tab.getState().eventId).toBe('10-0')
  })

  it('tells every tab when the session has ended', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve({ status: 401 }))
    const first = await open()
    const second = await open()
    Connection.all[0]!.accept('1-0')
    await settle()
    Connection.all[0]!.close()
    Connection.all[0]!.onerror?.()
    await settle()
    expect(first.kinds()).toContain('refused')
    expect(second.kinds()).toContain('refused')
  })

  it('says that the user has too many streams, and tries again slowly until there is room', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 429 })))
    const first = await open()
    const second = await open()
    const turnAway = async () => {
      Connection.all.at(-1)!.close()
      Connection.all.at(-1)!.onerror?.()
      await settle()
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const turnedAway = turnAway()
    await vi.advanceTimersByTimeAsync(100)
    await turnedAway
    for (const { tab } of [first, second]) expect(tab.getState().status).toBe('overLimit')
    const { sinceMs } = first.tab.getState()
    await vi.advanceTimersByTimeAsync(29_000)
    expect(Connection.all).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(Connection.all).toHaveLength(2)
    const again = turnAway()
    expect(first.tab.getState()).toMatchObject({ status: 'overLimit', sinceMs })
    await vi.advanceTimersByTimeAsync(30_100)
    await again
    expect(Connection.all).toHaveLength(3)
    vi.useRealTimers()
    const late = await open()
    expect(late.tab.getState().status).toBe('overLimit')
    Connection.all[2]!.accept('3-0')
    await settle()
    for (const { tab } of [first, second, late]) expect(tab.getState().status).toBe('live')
    expect(first.kinds()).toEqual(['reload'])
  })

  it('connects for itself where the browser has no locks', async () => {
    vi.stubGlobal('navigator', {})
    const { kinds } = await open()
    await open()
    expect(Connection.all).toHaveLength(2)
    Connection.all[0]!.accept('1-0')
    Connection.all[0]!.send(change('c1'), '2-0')
    expect(kinds()).toEqual(['reload', 'change'])
  })
})
