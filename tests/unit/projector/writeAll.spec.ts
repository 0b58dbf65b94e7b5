import { BSON, ObjectId } from 'mongodb'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { boundOf } from '@/projector/writeAll'

const unit = fc.constantFrom('a', 'é', '\u0000', '漢', '🏦', '\ud800', '9')
const text = fc.oneof(fc.string({ unit, maxLength: 200 }), fc.string({ unit: 'binary' }))
const key = fc.string({ unit: fc.constantFrom('a', 'é', '漢', '🏦', '_') })

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    text,
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant(undefined),
    fc.date({ noInvalidDate: true }),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.dictionary(key, tie('value'), { maxKeys: 12 }),
  ),
}))

const sizeOf = (document: object): number =>
  BSON.calculateObjectSize(document, { ignoreUndefined: true })

describe('the bound of a value', () => {
  it('is never less than what it takes as BSON', () => {
    fc.assert(
      fc.property(value, (each) => {
        const document = { each }
        expect(boundOf(document, Infinity)).toBeGreaterThanOrEqual(sizeOf(document))
      }),
    )
  })

  it('is not much more for the texts that make up most of a document', () => {
    const document = { said: 'words and more words '.repeat(50), at: new Date() }
    expect(boundOf(document, Infinity)).toBeLessThan(1.1 * sizeOf(document))
  })

  it('is not worked out beyond the maximum', () => {
    const long = { list: Array.from({ length: 10 }, () => 'x'.repeat(1_000)) }
    expect(boundOf(long, 5_000)).toBe(Infinity)
    expect(boundOf(long, 20_000)).toBeGreaterThan(10_000)
  })

  it.each([{ value: new ObjectId() }, { value: 1n }, { value: new Map() }, { value: /x/ }])(
    'is unknown for what the driver knows how to write ($value)',
    ({ value: special }) => {
      expect(boundOf({ special }, Infinity)).toBe(Infinity)
    },
  )
})
