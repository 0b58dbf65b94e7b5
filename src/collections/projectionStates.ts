import { documentId } from './fields/documentId'
import { writtenByLedger } from './writtenByLedger'

/** For each projection: its version, how far it has read, and a rebuild that is under way. */
export const ProjectionStates = writtenByLedger({
  slug: 'projection-states',
  labels: { singular: 'Projection state', plural: 'Projection states' },
  admin: {
    group: 'Operations',
    useAsTitle: 'id',
    defaultColumns: ['id', 'version', 'position', 'updatedAt'],
  },
  defaultSort: 'id',
  fields: [
    documentId,
    { name: 'version', type: 'number' },
    { name: 'position', type: 'text' },
    { name: 'rebuild', type: 'json' },
    { name: 'updatedAt', type: 'date' },
  ],
})
