import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { nobody } from '@/collections/access/nobody'

import { bootApp, type TestApp } from '../../support/app'

const styles = readFileSync(
  join(import.meta.dirname, '../../../src/app/(payload)/custom.css'),
  'utf8',
)
const [, rule] = /none can be selected\. \*\/\s*:is\(([^)]*)\)/.exec(styles)!
const withoutSelection = rule!.match(/(?<=\.collection-list--)[\w-]+/g)!

let app: TestApp

beforeAll(async () => {
  app = await bootApp()
})

afterAll(() => app.close())

describe('the lists of the admin panel', () => {
  it('let rows be selected only where something can be done with several at once', () => {
    const readOnly = app.payload.config.collections.filter(
      ({ access, admin }) => access?.delete === nobody && !admin?.components?.beforeListTable,
    )
    expect([...withoutSelection].sort()).toEqual(readOnly.map(({ slug }) => slug).sort())
  })
})
