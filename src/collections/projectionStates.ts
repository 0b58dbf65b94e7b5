import { documentId } from './fields/documentId'
import { readOnlyJson } from './fields/readOnly'
import { sortableId } from './fields/sortableId'
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
    sortableId('position'),
    { name: 'rebuild', type: 'json', admin: readOnlyJson },
    { name: 'updatedAt', type: 'date' },
  ],
})
