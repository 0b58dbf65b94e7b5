import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { Redis } from 'ioredis'
import { SignJWT } from 'jose'

import { runCommand } from '@/engines/command'
import { originOf, startApp } from '@/engines/demo/app'
import { appEnvironment } from '@/engines/demo/appEnvironment'
import { readCredentials } from '@/engines/demo/credentials'
import { choosePort } from '@/engines/ports'
import type { Progress } from '@/engines/progress'
import { projectRoot } from '@/engines/root'
import { withDatabase, type TestEngines } from '@/engines/testing'

/** The running product with something in it, and whom it knows. */
export interface Scene {
  url: string
  /** Of an admin: the token of a session. */
  token: string
  customerId: string
  customerToken: string
  get: (path: string) => Promise<any>
  stop: () => Promise<void>
}

const email = 'contract@billie.local'

/** Starts the built app over a database of its own, plays some events, good and bad, and logs in. */
export const setScene = async (options: {
  engines: TestEngines
  log: Progress
  signal: AbortSignal
}): Promise<Scene> => {
  const { log, signal } = options
  const { folder } = options.engines
  const engines = {
    databaseUri: withDatabase(options.engines.databaseUri, 'billie-contract'),
    redisUrl: `${options.engines.redisUrl}/2`,
  }
  const credentials = readCredentials(folder.path)
  const env = {
    ...appEnvironment({ engines, credentials, isProcessing: true }),
    // Customers are asked for more often than a customer asks.
    CUSTOMER_RATE_LIMIT_PER_MINUTE: '1000000',
    MEDIA_DIR: join(folder.path, 'media'),
    // The web server would hang up on long addresses before the product can refuse what is in them.
    NODE_OPTIONS: '--max-http-header-size=1048576',
  }
  const run = (args: string[]) =>
    runCommand({
      program: process.execPath,
      args: ['--import', 'tsx', ...args],
      cwd: projectRoot,
      env: { ...env, ENABLE_EVENT_PROCESSING: 'false', BILLIE_PASSWORD: credentials.password },
      timeoutMs: 180_000,
      signal,
    })
  await log.step('Administrator', async () => {
    const account = ['users', 'ensure', '--email', email, '--role', 'admin']
    const { code, output } = await run(['src/cli/index.ts', ...account])
    if (code !== 0) throw new Error(`The account could not be made ready:\n${output}`)
  })
  await log.step('Events', async () => {
    const play = ['--conversations', '12', '--rate', '0', '--seed', 'contract', '--count', '400']
    const { code, output } = await run(['src/simulator/cli.ts', ...play])
    if (code !== 0) throw new Error(`The events could not be played:\n${output}`)
    await appendFixtures(engines.redisUrl)
  })
  const port = await choosePort()
  const url = originOf(port)
  const app = await log.step('App', () => startApp({ folder, port, env, signal }))
  try {
    const token = await logIn(url, credentials.password)
    const get = async (path: string): Promise<any> =>
      (await fetch(`${url}${path}`, { headers: { Authorization: `JWT ${token}` } })).json()
    await log.step('Projection', () => untilProjected(get, signal))
    const [customer] = (await get('/api/customers?limit=1&sort=id')).docs
    const customerId = String(customer.customerId)
    const customerToken = await toToken(customerId, credentials.customerTokenSecret)
    return { url, token, customerId, customerToken, get, stop: () => app.stop() }
  } catch (error) {
    await app.stop()
    throw error
  }
}

const appendFixtures = async (redisUrl: string): Promise<void> => {
  const redis = new Redis(redisUrl)
  try {
    for (const name of ['conversation-basic.jsonl', 'conversation-hostile.jsonl'])
      for (const line of readFileSync(join(projectRoot, 'tests/fixtures', name), 'utf8').split(
        '\n',
      ))
        if (line !== '')
          await redis.xadd('chatLedger', '*', ...Object.entries(JSON.parse(line) as object).flat())
  } finally {
    redis.disconnect()
  }
}

const logIn = async (url: string, password: string): Promise<string> => {
  const answer = await fetch(`${url}/api/users/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { token } = (await answer.json()) as { token?: string }
  if (!token) throw new Error(`The administrator could not log in (${answer.status})`)
  return token
}

const untilProjected = async (get: Scene['get'], signal: AbortSignal): Promise<void> => {
  for (let tries = 0; tries < 600 && !signal.aborted; tries += 1) {
    const { behindEvents, completeTo } = await get('/api/realtime/status')
    if (behindEvents === 0 && completeTo) return
    await sleep(200)
  }
  throw new Error('The events were not projected within two minutes')
}

const toToken = (customerId: string, secret: string): Promise<string> =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(customerId)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret))
