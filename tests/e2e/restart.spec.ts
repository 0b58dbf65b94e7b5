import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { choosePort } from '@/engines/ports'

import { openStream, type SeenFrame } from '../support/liveClient'

/** An app of the test's own, which it may kill: the built one, over a database and stream of its own. */
const name = `restart_${randomUUID().slice(0, 8)}`
const stream = `${name}:ledger`
const root = path.resolve(import.meta.dirname, '../..')
let redis: Redis
let databaseUri: string
let port: number
let app: ChildProcess
let token: string

const start = async (): Promise<void> => {
  app = spawn(
    process.execPath,
    [path.join(root, 'src/server/main.mjs'), '-H', '127.0.0.1', '-p', String(port)],
    {
      stdio: 'ignore',
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        PAYLOAD_SECRET: 'a secret of this test alone',
        DATABASE_URI: databaseUri,
        LEDGER_STREAM: stream,
        ENABLE_EVENT_PROCESSING: 'true',
        WORKER_ID: name,
      },
    },
  )
  await untilIt(async () => (await fetch(`${origin()}/api/health/live`)).ok)
}

const end = async (signal: NodeJS.Signals): Promise<void> => {
  app.kill(signal)
  if (app.exitCode === null && app.signalCode === null) await once(app, 'exit')
}

const origin = (): string => `http://127.0.0.1:${port}`

const untilIt = async (is: () => Promise<boolean> | boolean, timeoutMs = 60_000): Promise<void> => {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    // While the app is away, asking it fails.
    if (await Promise.resolve(is()).catch(() => false)) return
    if (Date.now() > deadline) throw new Error('waited in vain')
    await delay(50)
  }
}

beforeAll(async () => {
  const uri = new URL(process.env.DATABASE_URI!)
  uri.pathname = `/${name}`
  databaseUri = uri.href
  redis = new Redis(process.env.REDIS_URL!)
  port = await choosePort()
  await start()
  const response = await fetch(`${origin()}/api/users/first-register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'restart@billie.local', password: 'a long password 1' }),
  })
  token = ((await response.json()) as { token: string }).token
})

afterAll(async () => {
  await end('SIGKILL')
  const client = await MongoClient.connect(databaseUri)
  await client.db().dropDatabase()
  await client.close()
  await redis.del(stream)
  redis.disconnect()
})

/** Reads as an `EventSource` does: whenever the stream ends it comes back with its last id. */
const follow = (): { frames: () => SeenFrame[]; stop: () => void } => {
  const streams: Awaited<ReturnType<typeof openStream>>[] = []
  let hasStopped = false
  const run = async (): Promise<void> => {
    let lastEventId: string | undefined
    while (!hasStopped) {
      try {
        const opened = await openStream(`${origin()}/api/realtime`, {
          Authorization: `JWT ${token}`,
          ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }),
        })
        if (opened.status === 200) streams.push(opened)
        await opened.ended
        lastEventId = opened.lastEventId() ?? lastEventId
      } catch {
        // The app is away: that is what this is about.
      }
      await delay(100)
    }
  }
  void run()
  return {
    frames: () => streams.flatMap(({ frames }) => frames),
    stop: () => {
      hasStopped = true
      streams.at(-1)?.close()
    },
  }
}

it('restarts under load, killed and in order, show supervisors no gap and no repeat', async () => {
  const following = follow()
  await untilIt(() => following.frames().some(({ data }) => data.type === 'connected'))
  const appended: string[] = []
  let isFeeding = true
  const feeding = (async () => {
    while (isFeeding) {
      const id = await redis.xadd(
        stream, '*', 'agt', 'broker', 'typ', 'user_input', 'cid', `conv_${appended.length % 5}`,
        'tsp', new Date().toISOString(), 'dat', JSON.stringify({ u: `word ${appended.length}` }),
      ) // prettier-ignore
      appended.push(id!)
      await delay(10)
    }
  })()
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    await delay(1_500)
    await end(signal)
    await delay(500)
    await start()
  }
  await delay(1_000)
  isFeeding = false
  await feeding
  const told = (): string[] =>
    following
      .frames()
      .filter(({ data }) => data.collection === 'utterances')
      .map(({ data }) => data.eventId as string)
  await untilIt(() => new Set(told()).size === appended.length)
  following.stop()
  expect([...told()].sort()).toEqual([...appended].sort())
  expect(following.frames().some(({ data }) => data.type === 'resync')).toBe(false)
}, 240_000)
