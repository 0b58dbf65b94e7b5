import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { retryParked } from '@/projector/retryParked'

import { engineUris, quietLogger } from '../../support/engines'
import { apply, park, utterance } from '../../support/letters'
import { openSetting } from '../projector/setting'
import { expectExact, readManifestFile, readRows } from './readExport'

const setting = openSetting()
let directory: string

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'billie-export-test-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true, force: true })
})

interface Ending {
  signal: NodeJS.Signals | null
  said: string
}

/** Runs an export in a process of its own. @returns what it said, or the signal that ended it */
const runExport = (fault = ''): Promise<Ending> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'killedExport.ts')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          DATABASE_URI: engineUris().databaseUri,
          DATABASE_NAME: setting.store.db.databaseName,
          EXPORT_DIR: directory,
          FAULT_STEP: fault,
        },
      },
    )
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('error', reject)
    child.once('exit', (_code, signal) => resolve({ signal, said }))
  })

describe('an export to files that is killed', () => {
  it('at any of its steps loses nothing and repeats nothing', async () => {
    const { store } = setting
    const day = (date: string, n: number): string => `${Date.parse(date)}-${n}`
    const said = (id: string) => utterance(id, '{"u":"hello"}')
    const retryParts = {
      store: () => store,
      publish: async () => undefined,
      settings: { attempts: 1, baseDelayMs: 1, processingTimeoutMs: 30_000 },
      logger: quietLogger,
    }
    let n = 0
    const parked: string[] = []
    /** A day that is new, one that has a part, a row to replace: every kind of step follows. */
    const change = async (): Promise<void> => {
      n += 1
      const old = parked.pop()
      if (old) await retryParked(retryParts, old)
      parked.push(await park(store, said(day('2024-01-15', n))))
      await apply(store, said(day(`20${10 + n}-02-03`, 0)), said(day('2024-01-16', n)))
    }
    await change()
    expect(await runExport()).toMatchObject({ signal: null })
    await change()
    const { steps } = JSON.parse((await runExport()).said) as { steps: number }
    expect(steps).toBeGreaterThan(20)
    const moments = Array.from({ length: steps }, (_, index) => [
      `before ${index + 1}`,
      `after ${index + 1}`,
    ]).flat()
    const every = Number(process.env.FAULT_EVERY ?? 9)
    for (const [index, moment] of moments.entries()) {
      if (index % every !== 0) continue
      await change()
      const before = readManifestFile(directory).rows
      expect(await runExport(moment), moment).toMatchObject({ signal: 'SIGKILL' })
      // Whoever reads the files meanwhile finds no row twice, and none is missing that was there.
      expect(readRows(directory).size, moment).toBeGreaterThanOrEqual(before)
      expect((await runExport()).signal, moment).toBe(null)
      await expectExact(directory, store)
    }
    expect((await runExport()).said).toContain('"rows":0')
  }, 600_000)
})
