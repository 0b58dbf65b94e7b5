import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { getRuntime, startRuntime, stopRuntime } from '@/runtime'

import { type Change, createClient, RequestRefused } from '../../../examples/client/client'
import { bootApp, type TestApp } from '../../support/app'
import { createDispatcher, readAppRoutes, type AppRoute } from '../../support/appRoutes'
import { openRedis } from '../../support/engines'
import { append, readFixture, untilCaughtUp } from '../../support/worker'
import { toToken } from '../customer/tokens'

const pages = ['docs/integrations.md', 'docs/customer-api.md']
const key = 'the-secret-of-customers-in-the-documentation'
const password = 'a password of the documentation'

let app: TestApp
let appRoutes: AppRoute[] = []
let stream: string
const environment: Record<string, string> = {}
const closers: (() => unknown)[] = []

beforeAll(async () => {
  const { close, prefix } = await openRedis()
  closers.push(close)
  stream = `${prefix}:ledger`
  Object.assign(process.env, {
    CUSTOMER_TOKEN_SECRET: key,
    ENABLE_EVENT_PROCESSING: 'true',
    LEDGER_STREAM: stream,
    SELF_CHECK_INTERVAL_MS: '0',
  })
  app = await bootApp(undefined, (request) => createDispatcher(appRoutes)(request))
  appRoutes = await readAppRoutes()
  await startRuntime(app.payload)
  const createSupervisor = (email: string) =>
    app.payload.create({
      collection: 'users',
      data: { email, password, role: 'supervisor' },
      context: { keepRole: true },
    })
  // Whoever makes a key as the page says replaces theirs: the other commands show another's.
  const { email } = await createSupervisor(`reader-${randomUUID()}@example.com`)
  const { id } = await createSupervisor(`program-${randomUUID()}@example.com`)
  const apiKey = randomUUID()
  await app.payload.update({ collection: 'users', id, data: { apiKey } })
  await play(readFixture('conversation-basic.jsonl'))
  await play([{ agt: 'broker', typ: 'user_input', cid: 'conv_123', tsp: 'x', dat: 'no JSON' }])
  Object.assign(environment, {
    URL: app.url,
    EMAIL: email,
    PASSWORD: password,
    KEY: apiKey,
    CUSTOMER: 'cust_123',
    TOKEN: await toToken('cust_123', { key }),
  })
}, 180_000)

afterAll(async () => {
  await stopRuntime()
  await app?.close()
  for (const close of closers) await close()
})

const play = async (entries: readonly Record<string, string>[]): Promise<void> => {
  const { redis } = getRuntime()!
  await append(redis, stream, entries)
  await untilCaughtUp(redis, stream)
}

const commandsOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block]) => block!)

describe.each(pages)('%s', (page) => {
  it('has commands', () => {
    expect(commandsOf(page).length).toBeGreaterThan(0)
  })

  it.for(commandsOf(page))('says what comes of %s', async (block) => {
    const promised = [...block.matchAll(/^# answers: (.*)$/gm)].map(([, text]) => text!)
    expect(promised.length).toBeGreaterThan(0)
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', block], {
      env: { PATH: process.env.PATH!, HOME: process.env.HOME ?? '/', ...environment } as never,
      timeout: 50_000,
      maxBuffer: 64 * 1024 * 1024,
    })
    for (const text of promised) expect(stdout).toContain(text)
  })
})

describe('the typed client', () => {
  const input = (seq: number): Record<string, string> => ({
    agt: 'broker',
    typ: 'user_input',
    cid: 'conv_live',
    uid: 'cust_9',
    seq: String(seq),
    tsp: '2024-01-16T10:00:00Z',
    dat: JSON.stringify({ utterance: `word ${seq}` }),
  })

  /** Follows until so many utterances came, as a program that is then stopped. */
  const follow = async (
    count: number,
    lastEventId: string | undefined,
    meanwhile: () => unknown,
  ) => {
    const { KEY: apiKey, URL: url } = environment
    const gone = new AbortController()
    const seen: Change[] = []
    const ready = setTimeout(() => void meanwhile(), 500)
    const changes = createClient({ url: url!, apiKey: apiKey! }).follow({
      signal: gone.signal,
      conversationId: 'conv_live',
      lastEventId,
    })
    for await (const change of changes) {
      if ('type' in change || change.collection !== 'utterances') continue
      seen.push(change)
      if (seen.length === count) gone.abort()
    }
    clearTimeout(ready)
    return seen
  }

  it('follows the live stream, and goes on where it was stopped without a gap or a repeat', async () => {
    await play([input(1)])
    const before = await follow(2, undefined, () => play([input(2), input(3)]))
    await play([input(4), input(5)])
    const after = await follow(3, before.at(-1)!.id, () => play([input(6)]))
    const words = [...before, ...after].map(({ doc }) => (doc as { utterance?: string }).utterance)
    expect(words).toEqual([2, 3, 4, 5, 6].map((seq) => `word ${seq}`))
  })

  it('tells a refusal by its code', async () => {
    const stranger = createClient({ url: environment.URL!, apiKey: randomUUID() })
    const refusal = await stranger.searchConversations().catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(RequestRefused)
    expect(refusal).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
  })
})
