import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import next from 'next'

/**
 * `npm start`: serves the built app. Requests that are asked often are answered before Next sees
 * them, by what the running parts have left on this process (`src/runtime/directAnswers.ts`).
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', short: 'p', default: process.env.PORT ?? '3000' },
    hostname: { type: 'string', short: 'H' },
  },
})
const port = Number(values.port)
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port must be a number up to 65535, not ${values.port}`)
  process.exit(2)
}
process.env.NODE_ENV ??= 'production'

const app = next({
  dev: false,
  dir: fileURLToPath(new URL('../..', import.meta.url)),
  port,
  ...(values.hostname !== undefined && { hostname: values.hostname }),
})

/** @type {{ [key: symbol]: import('./answerDirectly').AnswerDirectly | undefined }} */
const holder = globalThis
const direct = Symbol.for('billie.directAnswers')

const server = createServer((request, response) => {
  if (holder[direct]?.(request, response)) return
  handle(request, response).catch((error) => {
    console.error(error)
    if (response.headersSent) response.destroy()
    else response.writeHead(500).end()
  })
})
// Longer than proxies keep a connection that is idle: one that is closed first takes a request with it.
server.keepAliveTimeout = 75_000
server.once('error', (error) => {
  console.error(error)
  process.exit(1)
})

await app.prepare()
const handle = app.getRequestHandler()
// The parts of the process end it once they have stopped (`src/runtime/bootServer.ts`).
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => server.close())
server.listen(port, values.hostname, () => {
  console.log(`Ready on http://${values.hostname ?? 'localhost'}:${port}`)
})
