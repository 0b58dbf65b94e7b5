import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { sourceFingerprint } from '@/engines/build'

let root: string

const write = (file: string, content: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), content)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'billie-build-'))
  write('src/app/page.tsx', 'one')
  write('package-lock.json', '{}')
})

afterEach(() => rmSync(root, { recursive: true }))

describe('the fingerprint of a build', () => {
  it('is the same for the same sources', async () => {
    expect(await sourceFingerprint(root)).toBe(await sourceFingerprint(root))
  })

  it.each([
    ['a source changes', 'src/app/page.tsx', 'two'],
    ['a source is added', 'src/app/other.tsx', ''],
    ['dependencies change', 'package-lock.json', '{"a":1}'],
    ['the configuration changes', 'payload.config.ts', 'x'],
    ['a public file changes', 'public/logo.svg', '<svg/>'],
  ])('changes where %s', async (_, file, content) => {
    const before = await sourceFingerprint(root)
    write(file, content)
    expect(await sourceFingerprint(root)).not.toBe(before)
  })

  it('stays where only the launcher, the simulator or the tests change', async () => {
    const before = await sourceFingerprint(root)
    for (const file of ['src/engines/a.ts', 'src/simulator/b.ts', 'src/cli/c.ts', 'tests/d.ts'])
      write(file, 'x')
    expect(await sourceFingerprint(root)).toBe(before)
  })
})
