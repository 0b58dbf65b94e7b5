/** Shows an amount of dollars in lists. */
export const moneyCell = {
  components: { Cell: '/admin/cells/MoneyCell.client#MoneyCell' },
} as const

/** Shows a status as a pill in lists. */
export const statusCell = {
  components: { Cell: '/admin/cells/StatusCell.client#StatusCell' },
} as const

/** Shows the id of rows that have no name in lists. */
export const nameCell = { components: { Cell: '/admin/cells/NameCell.client#NameCell' } } as const
