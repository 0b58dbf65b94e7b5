import { Writable } from 'node:stream'

import type { Redis } from 'ioredis'
import { type Logger, pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { loggerOptions } from '@/ops/logging'
import type { Store } from '@/projector/store'
import { createWorker, type Worker } from '@/projector/worker'

import { openRedis, openStore } from '../../support/engines'
import { append, readFixture, untilCaughtUp } from '../../support/worker'

/** What must never be found in a log. */
const personal = [
  'Ophelia',
  'Quackenbush',
  'ophelia.q@example.com',
  '0412 345 678',
  '1981-02-03',
  'my husband must not know',
  'she sounds desperate',
  'PA7654321',
  '17 Nightingale Lane',
]

const customer = {
  customer_id: 'cust_9',
  first_name: 'Ophelia',
  last_name: 'Quackenbush',
  email_address: { value: 'ophelia.q@example.com' },
  mobile_phone_number: '0412 345 678',
  date_of_birth: '1981-02-03',
  residential_address: { street: '17 Nightingale Lane' },
}

const event = (typ: string, dat: unknown, more: Record<string, string> = {}) => ({
  agt: 'broker',
  typ,
  cid: 'conv_9',
  aid: 'app_9',
  uid: 'cust_9',
  tsp: '2024-01-15T10:00:00Z',
  dat: typeof dat === 'string' ? dat : JSON.stringify(dat),
  ...more,
})

const said = { u: 'my husband must not know', r: 'she sounds desperate' }

const hostile = [
  ...readFixture('conversation-hostile.jsonl'),
  event('user_input', said),
  // A parser's error quotes what it failed on.
  event('user_input', 'Ophelia Quackenbush: my husband must not know'),
  event('user_input', `{"u": "my husband must not know", she sounds desperate}`),
  event('user_input', said, { tsp: 'Ophelia said: 1981-02-03' }),
  event('user_input', said, { cid: `Ophelia Quackenbush ${'x'.repeat(2_000)}` }),
  event('final_decision', { decision: 'Ophelia' }),
  event('applicationDetail_changed', { loanAmount: 'ophelia.q@example.com', customer }),
  event('applicationDetail_changed', {
    customer,
    customerIdentityDocuments: [{ document_type: 'PASSPORT', document_number: 'PA7654321' }],
  }),
  event('Ophelia Quackenbush, 0412 345 678', said),
  event('user_input', { u: 'my husband must not know'.repeat(200_000) }),
  event('assistant_response', said, { agt: 'Ophelia', extra: 'ophelia.q@example.com' }),
]

let store: Store
let redis: Redis
let worker: Worker
let stream: string
const lines: Record<string, any>[] = []
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  const opened = await openStore()
  const connections = await openRedis()
  ;({ redis } = connections)
  store = opened.store
  stream = `${connections.prefix}:ledger`
  closers.push(connections.close, opened.close)
  await ensureIndexes(store.db)
  const destination = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, any>)
      done()
    },
  })
  let published = 0
  worker = createWorker(
    {
      store: () => store,
      redis: connections.connect(),
      blocking: connections.connect(),
      // Redis' refusals carry the command with all that it was given.
      publish: async (frames) => {
        published += 1
        if (published === 1) await redis.call('NOSUCHCOMMAND', JSON.stringify(frames))
        if (published === 2) JSON.parse(`Ophelia ${JSON.stringify(frames)}`)
      },
      deadLetterList: `${stream}:deadletter`,
      settings: { attempts: 2, baseDelayMs: 5, processingTimeoutMs: 30_000 },
      logger: pino(loggerOptions({ level: 'trace' }), destination),
    },
    {
      stream,
      workerId: 'test',
      batchSize: 5,
      blockMs: 500,
      claimIdleMs: 60_000,
      claimEveryMs: 15_000,
    },
  )
  await append(redis, stream, hostile)
  worker.start()
  await untilCaughtUp(redis, stream)
  // A database that refuses a document quotes it in its error.
  const refused = { validator: { fullName: { $ne: 'Ophelia Quackenbush' } } }
  await store.db.command({ collMod: 'customers', ...refused })
  // One fewer than those after which the projection itself is doubted.
  const refusals = Array.from({ length: 4 }, () => event('applicationDetail_changed', { customer }))
  await append(redis, stream, refusals)
  await untilCaughtUp(redis, stream)
  await worker.stop()
}, 180_000)

afterAll(async () => {
  for (const close of closers) await close()
})

describe('the logs in production', () => {
  it('are JSON that names events by their stream ids', () => {
    const parked = lines.filter(({ msg }) => msg === 'event parked')
    expect(parked.length).toBeGreaterThan(8)
    for (const line of parked)
      expect(line).toMatchObject({
        level: 'warn',
        streamId: expect.stringMatching(/^\d+-\d+$/),
        code: expect.stringMatching(/^[A-Z_]+$/),
      })
  })

  it('tell of failures by class, code and place', () => {
    const failures = lines.filter(({ err }) => err)
    const classes = new Set(
      failures.flatMap(({ err }) => [
        err.type as string,
        ...(err.cause ? [err.cause.type as string] : []),
      ]),
    )
    expect([...classes].sort()).toEqual(
      expect.arrayContaining(['MongoServerError', 'ReplyError', 'SyntaxError']),
    )
    const failed = failures.find(({ err }) => err.type === 'SyntaxError')
    expect(failed?.err.stack).toMatch(/^ {4}at /)
    expect(failed?.err).not.toHaveProperty('message')
    expect(lines.map(({ msg }) => msg as string)).toContain('event parked after its attempts')
  })

  it.each(personal)('do not contain %j, whatever the events were', (text) => {
    const found = lines.filter((line) =>
      JSON.stringify(line).toLowerCase().includes(text.toLowerCase()),
    )
    expect(found).toEqual([])
  })

  it('contain no text of any event', () => {
    const log = JSON.stringify(lines)
    for (const { dat, u } of hostile.map(({ dat }) => ({ dat: dat!, u: textOf(dat!) })))
      for (const text of [dat.slice(0, 40), u])
        if (text.length > 3) expect(log).not.toContain(JSON.stringify(text).slice(1, -1))
  })
})

describe('a logger', () => {
  const log = (write: (logger: Logger) => void): string => {
    let text = ''
    const destination = { write: (line: string) => void (text += line) }
    write(pino(loggerOptions({ level: 'trace' }), destination))
    return text
  }

  it('takes the class of an error for a message, never the error’s own', () => {
    const error = new SyntaxError('Unexpected token O in "Ophelia"', {
      cause: new Error('Ophelia'),
    })
    const written = log((logger) => {
      logger.error(error)
      logger.error({ err: error })
      logger.child({ part: 'projector' }).error({ err: error }, 'with words')
    })
    expect(written).not.toContain('Ophelia')
    expect(written.match(/"msg":"SyntaxError"/g)).toHaveLength(2)
    expect(written).toContain('"msg":"with words"')
  })

  it('keeps what tells why an engine is away', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    })
    expect(log((logger) => logger.warn({ err: error }, 'away'))).toContain('127.0.0.1:1')
  })

  it('leaves out personal fields wherever they stand', () => {
    const written = log((logger) =>
      logger.info({
        dat: 'Ophelia',
        event: { dat: 'Ophelia', utterance: 'Ophelia' },
        request: { user: { email: 'Ophelia', password: 'Ophelia' } },
      }),
    )
    expect(written).not.toContain('Ophelia')
    expect(written).toContain('[redacted]')
  })
})

const textOf = (dat: string): string => {
  try {
    const { u, utterance } = JSON.parse(dat) as { u?: string; utterance?: string }
    return u ?? utterance ?? ''
  } catch {
    return dat
  }
}
