import { mkdir } from 'node:fs/promises'

import type { Document } from 'mongodb'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { mediaDirectory } from '@/config/directories'
import { databaseOf } from '@/queries/database'
import { startRuntime, stopRuntime } from '@/runtime'

import { bootApp, type TestApp } from '../../support/app'
import { createDispatcher, readAppRoutes, type AppRoute } from '../../support/appRoutes'
import { openRedis } from '../../support/engines'
import { type Caller, createCallers, type Kind, kinds, startIssuer } from './matrix/callers'
import { type Asked, canaries, createRequests, seed } from './matrix/requests'
import { listOtherMethods, listRoutes, type Route } from './matrix/routes'
import { ruleOf } from './matrix/rules'
import { renderPage, type Row, writePage } from './matrix/table'

const key = 'the-secret-of-customers-in-the-matrix'
const metricsToken = 'the-token-of-the-metrics-in-the-matrix'

let app: TestApp
let appRoutes: AppRoute[]
let routes: Route[]
let callers: Caller[]
let toRequest: (route: Route) => Promise<Asked>
const closers: (() => unknown)[] = []

beforeAll(async () => {
  const issuer = await startIssuer()
  const { close, prefix } = await openRedis()
  closers.push(issuer.close, close)
  Object.assign(process.env, {
    CUSTOMER_TOKEN_SECRET: key,
    CUSTOMER_JWKS_URL: issuer.url,
    METRICS_TOKEN: metricsToken,
    LEDGER_STREAM: `${prefix}:ledger`,
    SELF_CHECK_INTERVAL_MS: '0',
  })
  appRoutes = []
  app = await bootApp(undefined, (request) => createDispatcher(appRoutes)(request))
  appRoutes = await readAppRoutes()
  await mkdir(mediaDirectory(), { recursive: true })
  await startRuntime(app.payload)
  const database = databaseOf(app.payload)
  await seed(database, app.payload.config)
  await app.payload.create({
    collection: 'users',
    data: { email: 'door@example.com', password: 'the door of the tests', role: 'supervisor' },
    context: { keepRole: true },
  })
  const created = await createCallers(app, { issuer, key, metricsToken })
  callers = created.callers
  toRequest = await createRequests(database, created.adminId)
  routes = listRoutes(appRoutes, app.payload.config)
}, 180_000)

afterAll(async () => {
  await stopRuntime()
  await app?.close()
  for (const close of closers) await close()
})

it('judges every route that there is', () => {
  const unjudged = routes.filter((route) => ruleOf(route) === undefined)
  expect(unjudged, 'add who may to tests/integration/security/matrix/rules.ts').toEqual([])
  expect(routes.length).toBeGreaterThan(150)
})

it('lets everyone reach what is theirs to reach, and nothing else', async () => {
  const wrong: string[] = []
  const rows: Row[] = []
  for (const route of ordered(routes)) {
    const passed = new Map<Kind, boolean>()
    const asking = callers.filter(({ isVariant }) => !isVariant || route.collection === undefined)
    const judgements = isAboutOneAccount(route)
      ? await inTurn(asking, (caller) => judge(route, caller))
      : await Promise.all(asking.map((caller) => judge(route, caller)))
    for (const { isPassed, kind, problems } of judgements) {
      wrong.push(...problems)
      passed.set(kind, (passed.get(kind) ?? true) && isPassed)
    }
    rows.push({ route, passed: kinds.filter((kind) => passed.get(kind)) })
  }
  expect(wrong).toEqual([])
  for (const { slug } of app.payload.config.collections) {
    const one = await documentOf({ collection: slug, id: 'one' })
    if (one) expect([slug, one.version]).toEqual([slug, 1])
  }
  const { is, should } = await renderPage(rows)
  if (process.env.UPDATE_DOCS) await writePage(should)
  else expect(is, 'run this test with UPDATE_DOCS=1 and look at what changed').toBe(should)
}, 400_000)

it('has no route for any other method', async () => {
  const wrong: string[] = []
  const asking = callers.filter(({ kind }) => ['anonymous', 'admin'].includes(kind))
  for (const route of listOtherMethods(routes))
    for (const caller of asking) {
      const { status } = await ask(route, caller)
      if (![400, 401, 403, 404, 405, 501].includes(status))
        wrong.push(`${caller.kind}: ${route.method} ${route.path} → ${status}`)
    }
  expect(wrong).toEqual([])
}, 200_000)

/** Asks, and says what is wrong with the answer, by the rules alone. */
const judge = async (route: Route, caller: Caller) => {
  const { kind } = caller
  const rule = ruleOf(route)!
  const mayAsk = rule.may.includes(kind)
  const { body, isUnchanged, status } = await ask(route, caller)
  const isServed = status < 400 && !isForNobody(route, body)
  const isPassed = isServed || (mayAsk && rule.answers?.includes(status) === true)
  const told = canariesIn(body)
  const name = `${kind}: ${route.method} ${route.path} ${route.question ?? ''} → ${status}`
  const problems = [
    ...(isPassed && !mayAsk ? ['may not'] : []),
    ...(mayAsk && !isPassed ? [`may: ${body.slice(0, 200)}`] : []),
    ...(status >= 500 && status !== 501 && !isPassed ? ['is a failure of its own'] : []),
    ...(!mayAsk && !isUnchanged ? ['changed a document'] : []),
    ...(!isServed && told.length > 0 ? ['tells data while it refuses'] : []),
    ...told.filter((word) => !mayKnow(kind).includes(word)).map((word) => `tells ${word}`),
  ]
  return { kind, isPassed, problems: problems.map((problem) => `${name}: ${problem}`) }
}

/** Several at once would be a conflict. */
const isAboutOneAccount = ({ path }: Route): boolean => /\/(login|logout|refresh-token)$/.test(path)

const inTurn = async <T, R>(list: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = []
  for (const item of list) results.push(await work(item))
  return results
}

/** What ends a session comes last. */
const ordered = (list: readonly Route[]): Route[] => {
  const isLogout = ({ path }: Route): boolean => path.endsWith('/logout')
  return [...list.filter((route) => !isLogout(route)), ...list.filter(isLogout)]
}

const ask = async (route: Route, { headers }: Caller) => {
  const { init, target, url } = await toRequest(route)
  const before = await documentOf(target)
  const gone = new AbortController()
  const response = await fetch(`${app.url}${url}`, {
    ...init,
    headers: { ...init.headers, ...headers },
    redirect: 'manual',
    signal: gone.signal,
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  const body = isStream ? await firstFrame(response) : await response.text()
  gone.abort()
  const after = await documentOf(target)
  const isUnchanged = JSON.stringify(before) === JSON.stringify(after)
  return { status: response.status, body, isUnchanged }
}

const firstFrame = async (response: Response): Promise<string> => {
  const { value } = await response.body!.getReader().read()
  return new TextDecoder().decode(value)
}

const documentOf = async (target: Asked['target'] | { collection: string; id: string }) =>
  target
    ? ((await databaseOf(app.payload)
        .collection<Document>(target.collection)
        .findOne({ _id: target.id as never })) as Document | null)
    : null

/** Many at once are asked of everyone, and GraphQL answers each field by itself. */
const isForNobody = ({ method, path, question }: Route, body: string): boolean =>
  question === 'mutation'
    ? body.includes('"errors"')
    : ['PATCH', 'DELETE'].includes(method) && !path.includes(':') && body.includes('"docs":[]')

const canariesIn = (body: string): string[] => [...new Set(body.match(/CANARY-\w+/g) ?? [])]

const mayKnow = (kind: Kind): string[] => {
  const { admin, customer, otherCustomer, staff } = canaries
  if (kind === 'customer' || kind === 'portal client') return [customer]
  if (kind.startsWith('admin')) return [admin, staff, customer, otherCustomer]
  return kind.startsWith('supervisor') ? [staff, customer, otherCustomer] : []
}
