import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { explain } from '@/engines/install/dependencies.mjs'
import { isInstalled, markInstalled } from '@/engines/install/freshness.mjs'
import { isOldNode } from '@/engines/install/nodeVersion.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'billie-install-'))
  mkdirSync(join(root, 'node_modules/tsx'), { recursive: true })
  writeFileSync(join(root, 'node_modules/tsx/package.json'), '{}')
})

afterEach(() => rmSync(root, { recursive: true }))

const lock = (version: string): string =>
  JSON.stringify({
    packages: {
      '': { name: 'app' },
      'node_modules/tsx': { version },
      'node_modules/fsevents': { version: '2.0.0', optional: true },
    },
  })

describe('node_modules', () => {
  it('is fresh where npm installed what the lock file asks for, optional packages apart', () => {
    writeFileSync(join(root, 'package-lock.json'), lock('4.0.0'))
    writeFileSync(
      join(root, 'node_modules/.package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/tsx': { version: '4.0.0' } } }),
    )
    expect(isInstalled(root)).toBe(true)
  })

  it('is stale where a version differs', () => {
    writeFileSync(join(root, 'package-lock.json'), lock('4.1.0'))
    writeFileSync(join(root, 'node_modules/.package-lock.json'), lock('4.0.0'))
    expect(isInstalled(root)).toBe(false)
  })

  it('is stale once the lock file changes after an installation', () => {
    writeFileSync(join(root, 'package-lock.json'), lock('4.0.0'))
    markInstalled(root)
    expect(isInstalled(root)).toBe(true)
    writeFileSync(join(root, 'package-lock.json'), lock('4.1.0'))
    expect(isInstalled(root)).toBe(false)
  })

  it('needs no development packages in production, and all of them elsewhere', () => {
    const runtime = { 'node_modules/tsx': { version: '4.0.0' } }
    const development = { 'node_modules/vitest': { version: '4.0.0', dev: true } }
    writeFileSync(
      join(root, 'package-lock.json'),
      JSON.stringify({ packages: { ...runtime, ...development } }),
    )
    writeFileSync(
      join(root, 'node_modules/.package-lock.json'),
      JSON.stringify({ packages: runtime }),
    )
    vi.stubEnv('NODE_ENV', 'production')
    expect(isInstalled(root)).toBe(true)
    vi.unstubAllEnvs()
    expect(isInstalled(root)).toBe(false)
  })

  it('is stale where it is missing', () => {
    writeFileSync(join(root, 'package-lock.json'), lock('4.0.0'))
    rmSync(join(root, 'node_modules'), { recursive: true })
    expect(isInstalled(root)).toBe(false)
  })
})

describe('an installation that failed', () => {
  it.each([
    [
      { code: 127, output: 'spawn npm ENOENT' },
      /npm is not on the PATH: install Node\.js with npm/,
    ],
    [{ code: 1, output: 'npm error code ENOSPC' }, /disk is full: free/],
    [
      { code: 1, output: 'npm error code ENOTFOUND' },
      /could not reach its registry: check the network/,
    ],
    [{ code: 1, output: 'npm error code EACCES' }, /mend the permissions/],
    [{ code: 1, output: 'npm error code EINTEGRITY' }, /EINTEGRITY.*Run npm ci/],
  ])('says what to do about %o', (result, sentence) => {
    expect(explain(result)).toMatch(sentence)
  })
})

describe('the version of Node.js', () => {
  it('must be 20.9 or newer', () => {
    expect(['18.20.0', '20.8.1'].map(isOldNode)).toEqual([true, true])
    expect(['20.9.0', '20.20.2', '22.0.0', '24.1.0'].map(isOldNode)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })
})
