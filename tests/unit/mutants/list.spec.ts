import { readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { projectRoot } from '@/engines/root'

import { mutants } from '../../mutants/list'

describe('the guards that are taken away', () => {
  it.each(mutants)('are still in the sources: $name', ({ edits, file: own }) => {
    for (const { file = own, find } of edits) {
      const text = readFileSync(path.join(projectRoot, file), 'utf8')
      expect(text.split(find).length - 1, `${find} in ${file}`).toBe(1)
    }
  })

  it('have names of their own', () => {
    const names = mutants.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })
})
