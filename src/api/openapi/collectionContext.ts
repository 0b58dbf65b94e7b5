import type { SanitizedCollectionConfig } from 'payload'

import type { DocumentSchemas } from './documents'
import type { JsonSchema } from './jsonSchema'
import type { Operation } from './operation'

/** What one collection's operations are made of. */
export interface CollectionContext {
  config: SanitizedCollectionConfig
  schemas: DocumentSchemas
  /** Its name as a heading: `Dead letters`. */
  tag: string
  /** Its name within the ids of operations: `DeadLetters`. */
  plural: string
  /** A reference to its documents' schema. */
  document: JsonSchema
}

/** An operation as far as its endpoint does not say it. */
export type Sketch = Omit<Operation, 'method' | 'path' | 'tag'>
