/** What only the ledger may do: nobody, over no interface. */
export const nobody = (): boolean => false
