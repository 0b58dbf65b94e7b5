import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

/** The server beside a Next of the test's own, which does what a test is about. */
let root: string
let running: ChildProcess | undefined

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'billie-server-'))
  mkdirSync(path.join(root, 'src/server'), { recursive: true })
  mkdirSync(path.join(root, 'node_modules/next'), { recursive: true })
  for (const file of ['src/server/main.mjs', 'src/server/inTurn.mjs'])
    copyFileSync(path.resolve(import.meta.dirname, '../../..', file), path.join(root, file))
})

afterEach(() => {
  running?.kill('SIGKILL')
  rmSync(root, { recursive: true })
})

const start = (next: string, { PORT, args = [] }: { PORT?: string; args?: string[] } = {}) => {
  writeFileSync(
    path.join(root, 'node_modules/next/package.json'),
    '{"type":"module","exports":"./index.js"}',
  )
  writeFileSync(
    path.join(root, 'node_modules/next/index.js'),
    `export default ({ httpServer, port }) => ({ ${next} })`,
  )
  const env = { ...process.env, ...(PORT !== undefined && { PORT }) }
  const child = spawn(process.execPath, [path.join(root, 'src/server/main.mjs'), ...args], { env })
  running = child
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => (said += String(text)))
  return {
    said: () => said,
    signal: (name: NodeJS.Signals) => child.kill(name),
    code: once(child, 'close').then(([code]) => code as number | null),
  }
}

const untilReady = async ({ said }: ReturnType<typeof start>): Promise<string> => {
  await expect.poll(said, { timeout: 10_000 }).toMatch(/Ready on http:\/\/\S+\n/)
  return /Ready on (\S+)/.exec(said())![1]!
}

const socketOf = (url: string): Socket => connect(Number(new URL(url).port), '127.0.0.1')

it('ends with a line that says so where the app cannot be prepared', async () => {
  const server = start(`prepare: async () => { throw new Error('no build') }`)
  expect(await server.code).toBe(1)
  expect(server.said()).toMatch(/The app could not be started: Error: no build/)
})

it('takes an empty PORT for none', async () => {
  const server = start(`prepare: async () => { console.log('port ' + port); process.exit(0) }`, {
    PORT: '',
  })
  expect(await server.code).toBe(0)
  expect(server.said()).toBe('port 3000\n')
})

it.each(['', ' ', 'x', '-1', '65536', '1e3'])('refuses a port that is none: "%s"', async (port) => {
  const server = start('', { args: [`--port=${port}`] })
  expect(await server.code).toBe(2)
  expect(server.said()).toContain('--port must be a number up to 65535')
})

it('says where it is, whichever port it got, and in the shape of errors where Next fails', async () => {
  const server = start(
    `prepare: async () => undefined,
    getRequestHandler: () => async () => { throw new Error('Next failed') }`,
    { PORT: '0', args: ['-H', '127.0.0.1'] },
  )
  const answer = await fetch(await untilReady(server))
  expect(answer.status).toBe(500)
  expect(answer.headers.get('content-type')).toBe('application/json')
  expect((await answer.json()).errors[0].code).toBe('INTERNAL_ERROR')
  expect(server.said()).toContain('Next failed')
})

it('answers a client that offers another protocol, whatever Next does with those', async () => {
  const server = start(
    `prepare: async () => undefined,
    getRequestHandler: () => async (request, response) => {
      const closing = httpServer ?? request.socket.server
      closing.on('upgrade', (_, socket) => socket.destroy())
      response.end('answered')
    }`,
    { PORT: '0', args: ['-H', '127.0.0.1'] },
  )
  const url = await untilReady(server)
  for (let round = 0; round < 2; round++) {
    const asked = get(url, { headers: { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c' } })
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(200)
    answer.resume()
  }
})

it('takes no new connections once it is told to end, and lets those under way come to theirs', async () => {
  const server = start(
    `prepare: async () => undefined,
    getRequestHandler: () => async (request, response) => {
      response.write('begun')
      process.once('SIGUSR2', () => response.end())
    }`,
    { PORT: '0', args: ['-H', '127.0.0.1'] },
  )
  const url = await untilReady(server)
  const answer = await fetch(url)
  const open = socketOf(url)
  await once(open, 'connect')
  // Begun, or it would be idle and closed.
  open.write('GET / HTTP/1.1\r\n')
  let said = ''
  open.on('data', (text) => (said += String(text)))
  server.signal('SIGTERM')
  const connects = (): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = socketOf(url)
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
  await expect.poll(connects).toBe(false)
  open.write('Host: x\r\n\r\n')
  await expect.poll(() => said).toMatch(/^connection: close\r$/im)
  server.signal('SIGUSR2')
  expect(await answer.text()).toBe('begun')
  expect(await server.code).toBe(0)
})
