import { createQueue } from '../queue'
import { createRandom } from '../random'
import type { Beat, Story } from '../story/beat'
import { createCast } from '../story/cast'
import { toFields } from '../story/fields'
import type { KnownCustomer, Scene } from '../story/scene'
import { arrivals } from './arrivals'
import { unhurried } from './unhurried'

/** What a past is made from. */
export interface PastOptions {
  /** The same seed, end and time zone give the same past, byte for byte. */
  seed: string | number
  /** How many days it reaches back; the commands allow 0 to `mostPastDays`. */
  days: number
  /** Where it ends: every conversation is over by then. */
  until: Date
  timeZone: string
}

/** A stream entry under the id that it would have been given when it happened. */
export interface PastEntry {
  id: string
  fields: Record<string, string>
}

/** @see createPast */
export interface Past {
  /** In the order of their ids. */
  entries: PastEntry[]
  conversations: number
  /** Customers who may come again. */
  former: readonly KnownCustomer[]
}

/** Whether a conversation has still to begin, or what comes next in it. */
type Step = 'arrival' | { scene: Scene; story: Story; next: Beat }

/**
 * Makes up what the chat application would have sent on the days before now: more from week to
 * week, less at weekends and at night, decisions that took days and some that were revised.
 */
export const createPast = ({ days, seed, timeZone, until }: PastOptions): Past => {
  const untilMs = until.getTime()
  const cast = createCast({ seed: `${seed}-past`, year: until.getUTCFullYear() })
  const queue = createQueue<Step>()
  const begun = arrivals({
    days,
    timeZone,
    until: new Date(untilMs - quietMs),
    random: createRandom(`${seed}/arrivals`),
  })
  for (const atMs of begun) queue.push(atMs, 'arrival')
  const entries: PastEntry[] = []
  const goOn = (scene: Scene, story: Story, atMs: number): void => {
    const { done, value } = story.next()
    if (done) cast.remember(scene)
    else queue.push(atMs + value.pauseMs, { scene, story, next: value })
  }
  let lastMs = 0
  let sameMs = 0
  while (queue.size() > 0) {
    const { atMs, item } = queue.pop()
    if (item === 'arrival') {
      const scene = cast.next()
      goOn(scene, unhurried(scene, { fromMs: atMs, untilMs }), atMs)
      continue
    }
    sameMs = atMs === lastMs ? sameMs + 1 : 0
    lastMs = atMs
    const fields = toFields(item.scene, item.next, new Date(atMs).toISOString())
    entries.push({ id: `${atMs}-${sameMs}`, fields })
    goOn(item.scene, item.story, atMs)
  }
  return { entries, conversations: begun.length, former: cast.known() }
}

/** The last conversation begins so long before the end that it comes to its own. */
const quietMs = 2 * 3_600_000
