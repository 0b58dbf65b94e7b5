import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { connect, type AddressInfo } from 'node:net'

import { expect, it } from 'vitest'

import { markConnections } from '@/runtime/liveConnections'

it('keeps a live stream’s connection from its turn to be answered until it is closed', async () => {
  const { breakerOf } = markConnections()
  const asked: { request: IncomingMessage; response: ServerResponse }[] = []
  const server = createServer((request, response) => void asked.push({ request, response }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.on('error', () => undefined)
  client.resume().write('GET /api/realtime HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(2))
  await expect.poll(() => asked.length).toBe(2)
  const isKept = (): boolean[] =>
    asked.map(({ request }) => breakerOf(new Headers(request.headers as never)) !== undefined)
  expect(isKept()).toEqual([true, false])
  asked[0]!.response.end()
  await expect.poll(isKept).toEqual([false, true])
  client.destroy()
  await expect.poll(isKept).toEqual([false, false])
  server.close()
})
