import { conversation } from './story/conversation'
import type { Beat, Story } from './story/beat'
import { createRandom } from './random'
import { createCast } from './story/cast'
import { toFields } from './story/fields'
import type { KnownCustomer, Scene } from './story/scene'
import { createQueue } from './queue'

/** One entry for the stream, and how long after the entry before it, in the simulation's own clock. */
export interface SimulatedEvent {
  /** The fields of the stream entry, by their names on the wire. */
  fields: Record<string, string>
  afterMs: number
}

export interface SimulationOptions {
  /** The same seed gives the same events, byte for byte. */
  seed: string | number
  /** How many conversations are open at once; a new one begins as one ends. At least 1. */
  conversations: number
  /** Where the simulated clock begins. */
  startAt: Date
  /** Tells the time instead of the simulated clock; the events then differ in their times alone. */
  now?: () => Date
  /** Customers of earlier days, who may come again. */
  former?: readonly KnownCustomer[]
}

/**
 * Plays many conversations at once, without end: pure, and independent of how fast it is read.
 * @throws {RangeError} where fewer than one conversation is asked for
 * @example
 * const simulation = createSimulation({ seed: 7, conversations: 40, startAt: new Date() })
 * const { value } = simulation.next() // { fields: { agt: 'broker', typ: 'conversation_started', … }, afterMs: 0 }
 */
export const createSimulation = (options: SimulationOptions): IterableIterator<SimulatedEvent> => {
  if (!Number.isInteger(options.conversations) || options.conversations < 1)
    throw new RangeError('conversations must be a whole number of at least 1')
  return run(options)
}

interface OpenConversation {
  scene: Scene
  story: Story
  next: Beat
}

function* run({
  seed,
  conversations,
  startAt,
  now,
  former = [],
}: SimulationOptions): Generator<SimulatedEvent, void> {
  const cast = createCast({ seed: String(seed), year: startAt.getUTCFullYear(), former })
  const random = createRandom(`${seed}/stage`)
  const queue = createQueue<OpenConversation>()
  for (let slot = 0; slot < conversations; slot++) {
    const delayMs = slot === 0 ? 0 : random.whole(0, openingMs)
    queue.push(delayMs, open(cast.next({ isFirst: true })))
  }
  let clockMs = 0
  for (;;) {
    const { atMs, item } = queue.pop()
    const time = now?.() ?? new Date(startAt.getTime() + atMs)
    yield { fields: toFields(item.scene, item.next, time.toISOString()), afterMs: atMs - clockMs }
    clockMs = atMs
    const following = item.story.next()
    if (!following.done)
      queue.push(atMs + following.value.pauseMs, { ...item, next: following.value })
    else {
      cast.remember(item.scene)
      queue.push(atMs + random.whole(900, 7000), open(cast.next()))
    }
  }
}

/** The first conversations begin within this time. */
const openingMs = 8_000

const open = (scene: Scene): OpenConversation => {
  const story = conversation(scene)
  return { scene, story, next: story.next().value as Beat }
}
