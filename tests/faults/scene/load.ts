import { setTimeout as delay } from 'node:timers/promises'

import type { Redis } from 'ioredis'

import type { RawEntry } from '../../support/oracle'
import { append } from '../../support/worker'

import { nameField, type PlayedEntry } from './entries'

/** An entry that the stream took. */
export interface AppendedEntry extends RawEntry {
  isPoison: boolean
}

/** A producer that appends until it is stopped. */
export interface Load {
  /** What the producer knows to be in the stream. */
  appended: AppendedEntry[]
  /** Everything that it tried to append, by the entry's own name. */
  tried: Map<string, PlayedEntry>
  stop: () => Promise<void>
}

const pauseMs = 25

/** Appends entries as the chat application does: while Redis refuses or is away, it tries again. */
export const startLoad = (
  redis: Redis,
  {
    entries,
    perSecond,
    stream,
  }: { entries: Iterator<PlayedEntry>; stream: string; perSecond: number },
): Load => {
  const appended: AppendedEntry[] = []
  const tried: Load['tried'] = new Map()
  let isStopped = false

  const run = async (): Promise<void> => {
    const startedAtMs = performance.now()
    let count = 0
    while (!isStopped) {
      const due = Math.floor(((performance.now() - startedAtMs) / 1_000) * perSecond)
      // After an outage the producer does not send at once what it would have sent meanwhile.
      count = Math.max(count, due - perSecond)
      const next = Array.from({ length: due - count }, () => entries.next().value as PlayedEntry)
      for (const entry of next) tried.set(entry.fields[nameField]!, entry)
      const ids = await insist(redis, stream, next)
      next.forEach(({ fields, isPoison }, index) =>
        appended.push({ id: ids[index]!, fields, isPoison }),
      )
      count = due
      await delay(pauseMs)
    }
  }

  const running = run()
  // Whoever stops it hears of a failure; until then it must not go unheard.
  running.catch(() => undefined)
  return {
    appended,
    tried,
    stop: async () => {
      isStopped = true
      await running
    },
  }
}

/** One by one, so that order is kept and each is appended. */
const insist = async (
  redis: Redis,
  stream: string,
  entries: readonly PlayedEntry[],
): Promise<string[]> => {
  const ids: string[] = []
  for (const { fields } of entries) ids.push(await insistOnOne(redis, stream, fields))
  return ids
}

const insistOnOne = async (
  redis: Redis,
  stream: string,
  fields: Record<string, string>,
): Promise<string> => {
  for (;;)
    try {
      const [id] = await append(redis, stream, [fields])
      return id!
    } catch (error) {
      if ((error as Error).name !== 'ReplyError') throw error
      await delay(50)
    }
}
