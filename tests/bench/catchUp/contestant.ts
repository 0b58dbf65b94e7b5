import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

import type { BenchEngines } from '../engines'
import type { Contestants, Rounds } from './contestantProcess'

/** A contestant that runs when it is told to. */
export interface Contestant<Name extends keyof Contestants> {
  run: (round: Rounds[Name]) => Promise<Contestants[Name]>
  close: () => Promise<void>
}

/** Starts a contestant's process, with the settings of this one. */
export const openContestant = async <Name extends keyof Contestants>(
  { engines: { databaseUri, redisUrl } }: BenchEngines,
  name: Name,
): Promise<Contestant<Name>> => {
  const child = fork(
    path.join(import.meta.dirname, 'contestantProcess.ts'),
    [name, databaseUri, redisUrl],
    { execArgv: [...process.execArgv, '--import', 'tsx'] },
  )
  const ended = once(child, 'exit')
  const answer = async (): Promise<unknown> => {
    const [said] = await Promise.race([
      once(child, 'message'),
      ended.then(([code]) => {
        throw new Error(`${name} ended with ${code}`)
      }),
    ])
    return said
  }
  await answer()
  return {
    run: async (round) => {
      const answered = answer()
      child.send(round)
      return (await answered) as Contestants[Name]
    },
    close: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}
