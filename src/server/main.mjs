import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import next from 'next'

import { inTurn } from './inTurn.mjs'

/**
 * `npm start`: serves the built app. Requests that are asked often are answered before Next sees
 * them, by what the running parts have left on this process (`src/runtime/directAnswers.ts`).
 */
const { values } = parseArgs({
  options: {
    // An empty variable means "not set", as everywhere.
    port: { type: 'string', short: 'p', default: process.env.PORT || '3000' },
    hostname: { type: 'string', short: 'H' },
  },
})
const port = /^\d+$/.test(values.port) ? Number(values.port) : NaN
if (!(port <= 65_535)) {
  console.error(`--port must be a number up to 65535, not ${values.port}`)
  process.exit(2)
}
process.env.NODE_ENV ??= 'production'

const app = next({
  dev: false,
  dir: fileURLToPath(new URL('../..', import.meta.url)),
  port,
  ...(values.hostname !== undefined && { hostname: values.hostname }),
  // Next would close every connection that offers another protocol, as Java's clients do, and not
  // answer the request. It listens on a server that is never asked; without a listener Node answers.
  httpServer: createServer(),
})

/** @type {{ [key: symbol]: import('./answerDirectly').AnswerDirectly | undefined }} */
const holder = globalThis
const direct = Symbol.for('billie.directAnswers')

const failed = JSON.stringify({
  errors: [{ message: 'Something went wrong.', code: 'INTERNAL_ERROR' }],
})

const server = createServer(
  inTurn((request, response) => {
    // The next request is another instance's, or the next process': this one may end before it.
    if (!server.listening) response.setHeader('Connection', 'close')
    if (holder[direct]?.(request, response)) return
    handle(request, response).catch((error) => {
      console.error(error)
      if (response.headersSent) response.destroy()
      else response.writeHead(500, { 'Content-Type': 'application/json' }).end(failed)
    })
  }),
)
// Longer than proxies keep a connection that is idle: one that is closed first takes a request with it.
server.keepAliveTimeout = 75_000
server.once('error', (error) => {
  console.error(error)
  process.exit(1)
})

try {
  await app.prepare()
} catch (error) {
  console.error('The app could not be started:', error)
  process.exit(1)
}
const handle = app.getRequestHandler()
const end = () => {
  server.close()
  // That closes what is idle now; a connection whose answer is under way is idle later.
  setInterval(() => server.closeIdleConnections(), 50).unref()
}
// The parts of the process end it once they have stopped (`src/runtime/bootServer.ts`).
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, end)
server.listen(port, values.hostname, () => {
  const address = server.address()
  const opened = typeof address === 'object' && address ? address.port : port
  console.log(`Ready on http://${values.hostname ?? 'localhost'}:${opened}`)
})
