import type { TextField } from 'payload'

/** A stream id in the form that sorts, shown as Redis writes it. */
export const sortableId = (name: string): TextField => ({
  name,
  type: 'text',
  admin: {
    components: {
      Cell: '/admin/cells/SortableIdCell.client#SortableIdCell',
      Field: '/admin/fields/SortableIdField.client#SortableIdField',
    },
  },
})
