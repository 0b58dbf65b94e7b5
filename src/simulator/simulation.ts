import { conversation } from './story/conversation'
import type { Beat, Story } from './story/beat'
import { createRandom, type Random } from './random'
import { createScene, type KnownCustomer, type Scene } from './story/scene'
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
}: SimulationOptions): Generator<SimulatedEvent, void> {
  const begin = createCast({ seed: String(seed), year: startAt.getUTCFullYear() })
  const random = createRandom(`${seed}/stage`)
  const queue = createQueue<OpenConversation>()
  for (let slot = 0; slot < conversations; slot++) {
    const delayMs = slot === 0 ? 0 : random.whole(0, openingMs)
    queue.push(delayMs, begin.next({ isFirst: true }))
  }
  let clockMs = 0
  for (;;) {
    const { atMs, item } = queue.pop()
    const time = now?.() ?? new Date(startAt.getTime() + atMs)
    yield { fields: toFields(item, time.toISOString()), afterMs: atMs - clockMs }
    clockMs = atMs
    const following = item.story.next()
    if (!following.done)
      queue.push(atMs + following.value.pauseMs, { ...item, next: following.value })
    else {
      begin.remember(item.scene)
      queue.push(atMs + random.whole(900, 7000), begin.next({ isFirst: false }))
    }
  }
}

/** The first conversations begin within this time. */
const openingMs = 8_000

/** Brings on one conversation after the other, now and then with somebody who was here before. */
const createCast = ({ seed, year }: { seed: string; year: number }) => {
  const known: KnownCustomer[] = []
  const random: Random = createRandom(`${seed}/cast`)
  let index = 0
  return {
    next: ({ isFirst }: { isFirst: boolean }): OpenConversation => {
      const isReturning = known.length > 5 && random.chance(0.12)
      const former = isReturning ? known.splice(random.whole(0, known.length - 1), 1)[0] : undefined
      const scene = createScene({ seed, index: ++index, year, ...(former && { known: former }) })
      // The first ones run at very different paces, so that soon every stage is on show.
      if (isFirst) scene.mood.pace *= random.between(0.3, 1.25)
      const story = conversation(scene)
      return { scene, story, next: story.next().value as Beat }
    },
    remember: ({ customer }: Scene) => {
      known.push(customer)
      if (known.length > rememberedCustomers) known.shift()
    },
  }
}

const rememberedCustomers = 100

const toFields = ({ scene, next }: OpenConversation, time: string): Record<string, string> => {
  const { agent = 'broker', type, dat } = next
  const isBroker = agent === 'broker'
  if (isBroker) scene.seq++
  const data = typeof dat === 'function' ? dat(time) : dat
  return {
    agt: agent,
    typ: type,
    cid: scene.conversationId,
    ...(isBroker && {
      aid: scene.applicationId,
      uid: scene.customer.customerId,
      seq: String(scene.seq),
    }),
    tsp: time,
    dat: JSON.stringify(data),
  }
}
