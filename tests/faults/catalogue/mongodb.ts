import { setTimeout as delay } from 'node:timers/promises'

import type { Scene } from '../scene'

import type { Fault } from './fault'
import { until } from './until'

/** What can go wrong with MongoDB itself. */
export const mongodbFaults: Fault[] = [
  {
    name: 'MongoDB is killed and comes back',
    play: async ({ health, mongo }) => {
      await mongo.kill()
      await health.whileWrong('MongoDB was gone', () => delay(1_500))
      await mongo.restart()
    },
  },
  {
    name: 'MongoDB hangs and goes on',
    play: async ({ health, mongo }) => {
      mongo.signal('SIGSTOP')
      await health.whileWrong('MongoDB hung', () => delay(4_000))
      mongo.signal('SIGCONT')
    },
  },
  {
    name: 'MongoDB steps down and is elected again',
    play: async ({ health, store }) => {
      await store.client.db('admin').command({ replSetStepDown: 4, force: true })
      await health.whileWrong('there was no primary', () => delay(1_000))
      await delay(3_000)
    },
  },
  {
    name: 'MongoDB aborts transactions with a transient error',
    play: (scene) =>
      whileFailing(scene, {
        failCommands: ['insert', 'update', 'find'],
        errorCode: 251,
        errorLabels: ['TransientTransactionError'],
      }),
  },
  {
    name: 'MongoDB does not know whether a commit that it made will last',
    play: (scene) =>
      whileFailing(scene, {
        failCommands: ['commitTransaction'],
        writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
        errorLabels: ['UnknownTransactionCommitResult'],
      }),
  },
  {
    name: 'MongoDB closes the connection instead of committing',
    play: (scene) =>
      whileFailing(scene, { failCommands: ['commitTransaction'], closeConnection: true }),
  },
  {
    name: 'MongoDB commits and the answer is lost with the connection',
    play: (scene) => whileLosingCommits(scene, 'reset'),
  },
  {
    name: 'MongoDB commits and the answer never comes',
    play: (scene) => whileLosingCommits(scene, 'silence'),
  },
  {
    name: 'MongoDB refuses to write, its disk being full',
    play: (scene) => whileFailing(scene, { failCommands: ['update'], errorCode: 14_031 }),
  },
]

const whileLosingCommits = async (
  { mongo: { network } }: Scene,
  end: 'reset' | 'silence',
): Promise<void> => {
  const before = network.lostAnswers()
  network.loseAnswersTo('commitTransaction', lostAnswers, end)
  await until('answers of commits were lost', () => network.lostAnswers() - before >= lostAnswers)
  network.heal()
}

/** Makes MongoDB fail by its own fail point, every time, for long enough to blame an event for it. */
const whileFailing = async (
  { store }: Scene,
  data: { failCommands: string[]; [option: string]: unknown },
): Promise<void> => {
  const admin = store.client.db('admin')
  const configure = (mode: string) =>
    admin.command({ configureFailPoint: 'failCommand', mode, data })
  const { count: before } = await configure('alwaysOn')
  await delay(failingMs)
  const { count } = await configure('off')
  if (Number(count) === Number(before)) throw new Error('the fail point was never reached')
}

const failingMs = 2_500

/** The driver commits once more by itself: only where both answers are lost, the product hears of it. */
const lostAnswers = 6
