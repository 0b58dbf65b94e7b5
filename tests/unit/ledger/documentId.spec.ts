import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { fromDocumentId, toDocumentId } from '@/ledger/documentId'

describe('a document’s id', () => {
  it('is the business id itself where that is safe in an address', () => {
    for (const id of ['conv_123', 'LN-10293', 'a:b@c', 'A1']) expect(toDocumentId(id)).toBe(id)
  })

  it('holds nothing that breaks an address, and leads back to the business id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
        const documentId = toDocumentId(id)
        expect(documentId).toMatch(/^[A-Za-z0-9_:@+=,!~-]+$/)
        expect(fromDocumentId(documentId)).toBe(id)
      }),
    )
  })

  it('keeps ids apart that differ only in what is encoded', () => {
    expect(toDocumentId('a/b')).toBe('a~2Fb')
    expect(toDocumentId('a~2Fb')).toBe('a~7E2Fb')
    expect(fromDocumentId('not~encoded')).toBe('not~encoded')
  })
})
