/** Shows data of unknown shape as a tree; nothing is asked of a third party. */
export const readOnlyJson = {
  components: { Field: '/admin/fields/JsonField.client#JsonField' },
} as const

/** Shows JSON text in readable lines; nothing is asked of a third party. */
export const readOnlyCode = {
  language: 'json',
  components: { Field: '/admin/fields/CodeField.client#CodeField' },
} as const

/** Shows a flat list of names and values as pairs. */
export const readOnlyPairs = {
  components: { Field: '/admin/fields/PairsField.client#PairsField' },
} as const
