import { expect } from 'vitest'

import { type StoredDocuments, toComparable } from './comparable'
import type { OracleState } from './oracle'

/** Expects every document to be what the oracle says, and no other document to be there. */
export const expectOracle = (documents: StoredDocuments, expected: OracleState): void => {
  for (const { expected: wanted, stored } of toComparable(documents, expected))
    expect(stored).toEqual(wanted)
}
