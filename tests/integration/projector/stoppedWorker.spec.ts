import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { groupName } from '@/projector/consumer'
import { verify } from '@/projector/verify'

import { expectOracle } from '../../support/compare'
import { engineUris } from '../../support/engines'
import { oracle, type RawEntry } from '../../support/oracle'
import { randomEntries } from '../../support/randomEvents'
import { append, untilCaughtUp } from '../../support/worker'
import { openSetting } from './setting'

const setting = openSetting()
let child: ChildProcess | undefined

/** MongoDB keeps what a stopped process holds in an open transaction for a minute otherwise. */
const keepTransactionsFor = (seconds: number) =>
  setting.store.client
    .db('admin')
    .command({ setParameter: 1, transactionLifetimeLimitSeconds: seconds })

beforeEach(() => keepTransactionsFor(5))

afterEach(async () => {
  await keepTransactionsFor(60)
  const ended = child
  child = undefined
  if (!ended || ended.exitCode !== null || ended.signalCode !== null) return
  const gone = new Promise((resolve) => ended.once('exit', resolve))
  ended.kill('SIGCONT')
  ended.kill('SIGKILL')
  await gone
})

/** Runs a worker that stops itself before a step. @returns once it stands still */
const runUntilStopped = async (step: string): Promise<ChildProcess> => {
  const { databaseUri, redisUrl } = engineUris()
  const started = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(import.meta.dirname, 'stoppingWorker.ts')],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URI: databaseUri,
        DATABASE_NAME: setting.store.db.databaseName,
        REDIS_URL: redisUrl,
        STREAM: setting.stream,
        STOP_BEFORE: step,
      },
    },
  )
  child = started
  await expect.poll(() => stateOf(started.pid!), { timeout: 30_000 }).toBe('T')
  return started
}

/** The kernel's letter for what a process does; `T` is stopped. */
const stateOf = (pid: number): string | undefined =>
  /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]

const [random = []] = fc.sample(randomEntries({ minLength: 120, maxLength: 120 }), {
  numRuns: 1,
  seed: 77,
})

describe('a worker that is stopped past its claim time and continued', () => {
  it.each(['archive', 'commit', 'publish', 'acknowledge'])(
    'before it could %s does no harm',
    async (step) => {
      const { redis, store, stream } = setting
      const ids = await append(
        redis,
        stream,
        random.map(({ fields }) => fields),
      )
      const entries: RawEntry[] = random.map(({ fields }, index) => ({ id: ids[index]!, fields }))
      const stopped = await runUntilStopped(step)
      const other = setting.run({}, { workerId: 'other', claimIdleMs: 300, claimEveryMs: 200 })
      await untilCaughtUp(redis, stream, 30_000)

      stopped.kill('SIGCONT')
      // It works again once it has taken something new.
      await other.stop()
      const [late] = fc.sample(randomEntries({ minLength: 1, maxLength: 1 }), { numRuns: 1, seed: 3 }) // prettier-ignore
      const [lateId] = await append(redis, stream, [late![0]!.fields])
      entries.push({ id: lateId!, fields: late![0]!.fields })
      await untilCaughtUp(redis, stream, 30_000)
      const consumers = (await redis.xinfo('CONSUMERS', stream, groupName)) as unknown[][]
      expect(consumers.map((flat) => flat[1])).toContain('payload-worker-stopped')

      expect(await store.db.collection('ledger-events').countDocuments()).toBe(entries.length)
      expectOracle(
        {
          conversations: await store.db.collection('conversations').find().toArray(),
          applications: await store.db.collection('applications').find().toArray(),
          customers: await store.db.collection('customers').find().toArray(),
        },
        oracle(entries),
      )
      expect((await verify(store)).drifts).toEqual([])
    },
    90_000,
  )
})
