import type { Progress } from '../progress'

/** The two engines that the product needs. */
export type Engine = 'mongodb' | 'redis'

/** How an engine is called in messages. */
export const engineNames = { mongodb: 'MongoDB', redis: 'Redis' } as const

/** An engine's program that was found, ready to be started. */
export interface Program {
  path: string
  version: string
  /** Where it came from, for people: `from the PATH`. */
  origin: string
}

/** What a source needs to know to find a program. */
export interface ProgramRequest {
  engine: Engine
  /** Where downloaded programs are kept. */
  cacheFolder: string
  log: Pick<Progress, 'note'>
  detail: (text: string) => void
  signal?: AbortSignal | undefined
}

/** Finds an engine's program. Throws `SourceUnavailable` where this way does not work here. */
export type ProgramSource = (request: ProgramRequest) => Promise<Program>

/** An engine in a container that this process started. */
export interface ContainerEngine {
  uri: string
  describe: string
  stop: () => Promise<void>
}
