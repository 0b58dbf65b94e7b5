import type { CollectionConfig } from 'payload'

import { isStaff } from './access/isStaff'
import { nobody } from './access/nobody'
import { boundedReads } from './hooks/boundedReads'
import { stableSort } from './hooks/stableSort'

/**
 * What all collections have in common that events alone write: staff read, nobody creates,
 * updates or deletes over any interface; ids are ours; reads are bounded and sorted by an index.
 */
export const writtenByLedger = (
  collection: CollectionConfig & { maximumPageSize?: number },
): CollectionConfig => {
  const { maximumPageSize = 500, ...config } = collection
  return {
    ...config,
    access: {
      admin: isStaff,
      create: nobody,
      read: isStaff,
      readVersions: nobody,
      update: nobody,
      delete: nobody,
      unlock: nobody,
    },
    timestamps: false,
    lockDocuments: false,
    disableDuplicate: true,
    disableBulkEdit: true,
    hooks: {
      ...config.hooks,
      beforeOperation: [
        boundedReads({ maximumPageSize }),
        stableSort,
        ...(config.hooks?.beforeOperation ?? []),
      ],
    },
  }
}
