import { Writable } from 'node:stream'

import { pino } from 'pino'
import { describe, expect, it } from 'vitest'

import { applyBatch, type ParsedEntry, toParsedEntry } from '@/projector/applyBatch'
import { groupName } from '@/projector/consumer'
import type { ProjectorParts } from '@/projector/parts'
import { processBatch } from '@/projector/processBatch'
import { publishChanges } from '@/projector/publish'
import type { ChangeFrame } from '@/realtime/frames'

import { quietLogger } from '../../support/engines'
import { append, untilCaughtUp } from '../../support/worker'
import { openSetting, quick, said } from './setting'

const setting = openSetting()

const parts = (given: Partial<ProjectorParts> = {}): ProjectorParts & { frames: ChangeFrame[] } => {
  const frames: ChangeFrame[] = []
  return {
    store: () => setting.store,
    redis: setting.redis,
    publish: async (published) => frames.push(...published),
    deadLetterList: `${setting.stream}:deadletter`,
    settings: quick,
    logger: quietLogger,
    signal: new AbortController().signal,
    ...given,
    frames,
  }
}

const collectionsOf = (frames: readonly ChangeFrame[]): string[] =>
  frames.map(({ collection }) => collection)

const apply = (entry: ParsedEntry) =>
  applyBatch(setting.store, [entry], { now: new Date(), timeoutMs: 5_000 })

describe('a change that cannot be told', () => {
  it('makes every screen load again before its entry is acknowledged', async () => {
    const unacknowledged: number[] = []
    const worker = setting.run({
      publish: async () => Promise.reject(new Error('cannot be told')),
      resync: async () => {
        const [pending] = (await setting.redis.xpending(setting.stream, groupName)) as [number]
        unacknowledged.push(pending)
      },
    })
    await append(setting.redis, setting.stream, [said('c1')])
    await untilCaughtUp(setting.redis, setting.stream)
    await worker.stop()
    expect(unacknowledged).toEqual([1])
    expect(await setting.find('conversations', 'c1')).toMatchObject({ utteranceCount: 1 })
  })
})

describe('an event whose last try had counted although it failed', () => {
  it('is told to the screens, and is not called parked', async () => {
    const entry = toParsedEntry('5-0', said('c1'))
    await apply(entry)
    const lines: { msg: string }[] = []
    const destination = new Writable({
      write: (chunk: Buffer, _, done) => {
        lines.push(JSON.parse(chunk.toString()) as { msg: string })
        done()
      },
    })
    let tries = 0
    const given = parts({
      logger: pino(destination),
      store: () => {
        tries += 1
        if (tries <= quick.attempts) throw new Error('ran out of time')
        return setting.store
      },
    })
    expect(await processBatch(given, [entry])).toMatchObject({ repeated: 1, parked: 0 })
    expect(collectionsOf(given.frames)).toEqual(['conversations', 'utterances'])
    expect(lines.filter(({ msg }) => msg.includes('parked'))).toEqual([])
  })
})

describe('a repeat of which the feed does not say in time whether it was told', () => {
  it.each([
    ['because it does not answer', () => new Promise<never>(() => undefined)],
    ['because it fails', async () => Promise.reject(new Error('no such script'))],
  ])('is told again %s', async (_, findTold) => {
    const entry = toParsedEntry('5-0', said('c1'))
    await apply(entry)
    const settings = { ...quick, processingTimeoutMs: 400 }
    const given = parts({ findTold, settings, isTellingRepeats: true })
    await publishChanges(given, await apply(entry))
    expect(collectionsOf(given.frames)).toEqual(['conversations', 'utterances'])
  })
})
