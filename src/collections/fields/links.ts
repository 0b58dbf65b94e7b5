import type { Field } from 'payload'

/** The application that a document is about. */
export const applicationLink: Field = {
  name: 'applicationId',
  type: 'relationship',
  relationTo: 'applications',
  label: 'Application',
}

/** The customer whom a document concerns. */
export const customerLink: Field = {
  name: 'customerId',
  type: 'relationship',
  relationTo: 'customers',
  label: 'Customer',
}
