import { request, type IncomingMessage } from 'node:http'

import type { Delays, Request, Seen } from './messages'
import { createReader } from './reader'

/**
 * The clients of the live stream, in a process of their own: so that the app's memory is the app's
 * alone, and what the clients cost is not taken for what the app costs.
 */
const readers: ReturnType<typeof createReader>[] = []
const sleepers: IncomingMessage[] = []
const longestMs = 60_000
let delays = new Uint32Array(longestMs + 1)
let waits = new Uint32Array(longestMs + 1)
let endedReaders = 0
let endedSleepers = 0

const note = (counts: Uint32Array, sinceMs: number): void => {
  counts[Math.min(Math.max(0, Date.now() - sinceMs), longestMs)]! += 1
}

const connect = (url: string, token: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `JWT ${token}` }
    request(`${url}/api/realtime`, { headers, agent: false }, (response) => {
      if (response.statusCode === 200) resolve(response)
      else reject(new Error(`the live stream answered ${response.statusCode}`))
    })
      .on('error', reject)
      .end()
  })

const openReader = async (url: string, token: string): Promise<void> => {
  const response = await connect(url, token)
  const reader = createReader({
    onFrame: (atMs) => note(delays, atMs),
    onNumbers: (sinceMs) => note(waits, sinceMs),
  })
  readers.push(reader)
  response.on('data', reader.read)
  response.once('close', () => (endedReaders += 1))
  response.on('error', () => undefined)
  while (reader.begin() === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Reads nothing at all, as a browser whose machine sleeps. */
const openSleeper = async (url: string, token: string): Promise<void> => {
  const response = await connect(url, token)
  response.pause()
  response.on('error', () => undefined)
  response.once('close', () => (endedSleepers += 1))
  sleepers.push(response)
}

/** So many at a time: a crowd that arrives at once is not what is measured. */
const inLanes = async (count: number, open: () => Promise<void>): Promise<void> => {
  let left = count
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      while (left-- > 0) await open()
    }),
  )
}

const report = (): Seen => {
  const digests = new Set(readers.map((reader) => reader.digest()))
  const counts = readers.map((reader) => reader.frames())
  const begins = new Set(readers.map((reader) => reader.begin()))
  return {
    begin: begins.size === 1 ? [...begins][0]! : '',
    fewest: Math.min(...counts),
    most: Math.max(...counts),
    disordered: readers.filter((reader) => reader.isDisordered()).length,
    ...(digests.size === 1 && { digest: [...digests][0]! }),
    endedReaders,
    endedSleepers,
    delays: summarise(delays),
    numbers: summarise(waits),
  }
}

const summarise = (counts: Uint32Array): Delays => {
  const count = counts.reduce((sum, here) => sum + here, 0)
  const below = (share: number): number => {
    let left = count * share
    return counts.findIndex((here) => (left -= here) < 0)
  }
  return { p50: below(0.5), p99: below(0.99), longest: counts.findLastIndex((n) => n > 0), count }
}

const answer = async (asked: Request): Promise<unknown> => {
  switch (asked.ask) {
    case 'open':
      await inLanes(asked.readers, () => openReader(asked.url, asked.token))
      await inLanes(asked.sleepers, () => openSleeper(asked.url, asked.token))
      return undefined
    case 'forget':
      delays = new Uint32Array(longestMs + 1)
      waits = new Uint32Array(longestMs + 1)
      return undefined
    case 'report':
      return report()
    case 'wake':
      for (const sleeper of sleepers) sleeper.on('data', () => undefined).resume()
      // They still have to read what their machine took for them.
      for (let tries = 0; tries < 100 && endedSleepers < sleepers.length; tries++)
        await new Promise((resolve) => setTimeout(resolve, 100))
      return report()
    case 'close':
      process.exit()
  }
}

process.on('message', (asked: Request) => {
  answer(asked).then(
    (value) => process.send!({ value }),
    (error: unknown) => process.send!({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
