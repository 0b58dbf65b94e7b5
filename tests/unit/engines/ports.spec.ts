import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, it } from 'vitest'

import { type DataFolder, openDataFolder } from '@/engines/dataFolder'
import { startApp } from '@/engines/demo/app'
import { requireFreePort } from '@/engines/ports'

let data: string
let folder: DataFolder

beforeEach(async () => {
  data = mkdtempSync(path.join(tmpdir(), 'billie-ports-'))
  folder = await openDataFolder({ path: data, command: 'test' })
})

afterEach(async () => {
  await folder.close()
  rmSync(data, { recursive: true })
})

it('takes nobody else for the app, even one who answers as it does', async () => {
  const other = createServer((_, response) => response.end('{}')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  try {
    await expect(startApp({ folder, port, env: {} })).rejects.toThrow(`Port ${port} is taken`)
  } finally {
    other.close()
    await once(other, 'close')
  }
  await requireFreePort(port)
})
