import type { DateField } from 'payload'

/** A calendar day: no moment, so that it is the same one in every time zone. */
export const day = (name: string): DateField => ({
  name,
  type: 'date',
  admin: {
    date: { pickerAppearance: 'dayOnly' },
    components: {
      Cell: '/admin/cells/DayCell.client#DayCell',
      Field: '/admin/fields/DayField.client#DayField',
    },
  },
})
