/** Calls an array's rows by the first of these fields that says something. */
export const rowLabel = (...names: string[]) => ({
  components: {
    RowLabel: { path: '/admin/fields/RowLabel.client#RowLabel', clientProps: { names } },
  },
})
