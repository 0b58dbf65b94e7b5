import fc from 'fast-check'
import { BSON } from 'mongodb'
import { describe, expect, it } from 'vitest'

import { fromStoredJson, type JsonValue, toStoredJson } from '@/ledger/json'

const throughDatabase = (value: unknown): unknown =>
  BSON.deserialize(BSON.serialize({ value })).value

describe('JSON of unknown shape', () => {
  it('comes back from the database exactly as it was sent', () => {
    const hostileKey = fc.constantFrom(
      '$where',
      'a.b',
      '__proto__',
      '',
      'nul\0',
      '_bsontype',
      '$ref',
      '\ud800',
    )
    const json = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue(),
        fc.string(),
        fc.dictionary(fc.oneof(fc.string(), hostileKey), tie('tree'), { maxKeys: 4 }),
        fc.array(tie('tree'), { maxLength: 4 }),
      ),
    })).tree
    fc.assert(
      fc.property(json, (value) => {
        const sent = JSON.parse(JSON.stringify(value)) as JsonValue
        const back = fromStoredJson(throughDatabase(toStoredJson(sent)))
        expect(JSON.stringify(back)).toBe(JSON.stringify(sent))
      }),
      { numRuns: 500 },
    )
  })

  it('is stored as an object wherever MongoDB can hold it, so that it can be queried', () => {
    expect(toStoredJson({ risk_level: 'low', score: 12 })).toEqual({ risk_level: 'low', score: 12 })
    expect(toStoredJson({ $where: '1' })).toBe('{"$where":"1"}')
  })
})
