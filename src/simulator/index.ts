import { createSimulation } from './simulation'

export { createPast, type Past, type PastEntry, type PastOptions } from './past/createPast'
export { playPast } from './past/playPast'
export { play, type PlayOptions, type PlayProgress } from './playing/play'
export { withRubbish } from './rubbish'
export { createSimulation, type SimulatedEvent, type SimulationOptions } from './simulation'

/** When a seeded simulation begins, where nobody says otherwise: a Tuesday, nine o'clock in Sydney. */
export const defaultStartAt = new Date('2026-03-02T22:00:00.000Z')

/** The first `count` entries of a simulation, as fields of the stream: for tests and benchmarks. */
export const generateEvents = ({
  seed,
  conversations = 40,
  count,
  startAt = defaultStartAt,
}: {
  seed: string | number
  conversations?: number
  count: number
  startAt?: Date
}): Record<string, string>[] => {
  const simulation = createSimulation({ seed, conversations, startAt })
  return Array.from({ length: count }, () => simulation.next().value!.fields)
}
