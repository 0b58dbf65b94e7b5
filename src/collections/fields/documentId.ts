import type { TextField } from 'payload'

/** The document's address: the business id, made safe for a path (`toDocumentId`). */
export const documentId: TextField = {
  name: 'id',
  type: 'text',
  required: true,
  admin: { hidden: true },
}
