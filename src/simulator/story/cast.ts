import { createRandom } from '../random'
import { createScene, type KnownCustomer, type Scene } from './scene'

/** Brings on one conversation after the other, now and then with somebody who was here before. */
export interface Cast {
  /** @param isFirst one of those with which a simulation begins */
  next: (about?: { isFirst?: boolean }) => Scene
  /** A conversation is over: its customer may come again. */
  remember: (scene: Scene) => void
  /** Who may come again, those who were here last at the end. */
  known: () => readonly KnownCustomer[]
}

/** @param former customers of earlier days */
export const createCast = ({
  seed,
  year,
  former = [],
}: {
  seed: string
  year: number
  former?: readonly KnownCustomer[]
}): Cast => {
  const known = [...former]
  const random = createRandom(`${seed}/cast`)
  let index = 0
  return {
    next: ({ isFirst = false } = {}) => {
      const isReturning = known.length > 5 && random.chance(0.12)
      const customer = isReturning
        ? known.splice(random.whole(0, known.length - 1), 1)[0]
        : undefined
      const scene = createScene({
        seed,
        index: ++index,
        year,
        ...(customer && { known: customer }),
      })
      // The first ones run at very different paces, so that soon every stage is on show.
      if (isFirst) scene.mood.pace *= random.between(0.3, 1.25)
      return scene
    },
    remember: ({ customer }) => {
      known.push(customer)
      if (known.length > rememberedCustomers) known.shift()
    },
    known: () => known,
  }
}

const rememberedCustomers = 100
