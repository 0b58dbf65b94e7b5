import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'

import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { auditOf } from '@/ops/audit'
import type { Store } from '@/projector/store'

import { billie } from '../../support/cli'
import { engineUris } from '../../support/engines'
import { apply, utterance } from '../../support/letters'
import { openOwnServer } from './clickhouse/ownServer'
import { expectExact, readManifestFile } from './readExport'

let store: Store
let environment: Record<string, string>
let directory: string
let close: () => Promise<void>

beforeAll(async () => {
  const { databaseUri, redisUrl } = engineUris()
  const uri = new URL(databaseUri)
  uri.pathname = `/test_${randomUUID().slice(0, 8)}`
  const client = await MongoClient.connect(uri.href)
  const folder = mkdtempSync(path.join(tmpdir(), 'billie-export-test-'))
  directory = path.join(folder, 'archive')
  store = { client, db: client.db() }
  environment = {
    DATABASE_URI: uri.href,
    REDIS_URL: redisUrl,
    PAYLOAD_SECRET: 'a secret of the tests alone',
  }
  close = async () => {
    rmSync(folder, { recursive: true, force: true })
    await store.db.dropDatabase()
    await client.close()
  }
  await ensureIndexes(store.db)
  await apply(store, utterance('1-0', '{"u":"first"}'), utterance('2-0', '{"u":"second"}'))
})

afterAll(() => close())

const run = (...parameters: string[]) => billie(environment, 'export', ...parameters, '--json')

const toFiles = (...parameters: string[]) => run('--to', 'files', '--dir', directory, ...parameters)

describe('billie export', () => {
  it('asks where to, and fails a script then', async () => {
    for (const parameters of [[], ['--to', 'files'], ['--to', 'clickhouse']])
      expect(await run(...parameters)).toMatchObject({
        exitCode: 1,
        json: { errors: [{ code: 'INVALID_ARGUMENT' }] },
      })
  })

  it('exports to files, leaves a trace, and tells how far it is', async () => {
    expect(await toFiles('--status')).toMatchObject({ exitCode: 0, json: { rows: 0, sequence: null } }) // prettier-ignore
    expect(existsSync(directory)).toBe(false)
    expect(await toFiles()).toMatchObject({ exitCode: 0, json: { outcome: 'complete', rows: 2 } })
    await expectExact(directory, store)
    const trail = await auditOf(store.db)
      .find({}, { projection: { _id: 0, at: 0 }, sort: { at: 1 } })
      .toArray()
    const shared = { actor: `cli:${userInfo().username}`, subject: 'ledger-events' }
    expect(trail).toMatchObject([
      { ...shared, action: 'archive.export-begun', details: { place: `files:${directory}` } },
      { ...shared, action: 'archive.exported', details: { rows: 2, isComplete: true } },
    ])
    await apply(store, utterance('3-0', '{"u":"third"}'))
    expect((await toFiles('--status')).json).toMatchObject({ rows: 2, behind: 1, format: 'jsonl.gz' }) // prettier-ignore
    expect((await run('--status')).json).toMatchObject({
      exports: [{ place: `files:${directory}` }],
    })
  })

  it('follows until it is told to stop, at once and with what it had', async () => {
    const child = spawn(
      process.execPath,
      ['src/engines/bootstrap.mjs', 'src/cli/index.ts', 'export', '--to', 'files', '--dir', directory, '--follow', '--every', '300', '--json'], // prettier-ignore
      { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await expect.poll(() => readManifestFile(directory).rows, { timeout: 45_000 }).toBe(3)
    child.kill('SIGTERM')
    const [exitCode] = (await once(child, 'exit')) as [number]
    expect({ exitCode, ...(JSON.parse(said) as object) }).toMatchObject({ exitCode: 0, rows: 1 })
    await expectExact(directory, store)
  })

  it('exports to ClickHouse where that is configured, and says where it cannot be reached', async () => {
    const server = await openOwnServer()
    environment.EXPORT_CLICKHOUSE_URL = server.url
    environment.EXPORT_CLICKHOUSE_TABLE = 'ledger'
    expect(await run('--to', 'clickhouse')).toMatchObject({
      exitCode: 0,
      json: { outcome: 'complete', rows: 3, place: 'clickhouse:default.ledger' },
    })
    expect((await run('--to', 'clickhouse', '--status')).json).toMatchObject({ rows: 3, behind: 0 })
    server.close()
    expect(await run('--to', 'clickhouse')).toMatchObject({
      exitCode: 1,
      json: { errors: [{ code: 'SINK_UNREACHABLE' }] },
    })
  })
})
