import type { TextField } from 'payload'

/**
 * What the list's search box asks for. It is stored nowhere: `where[search][like]=…` is turned
 * into a filter that indexes serve (see `hooks/searchByIndex`).
 */
export const search = toSearch('Name, number, id or e-mail')

/** The search box of a list that is searched by whole ids. */
export const exactSearch = toSearch('Whole id')

function toSearch(label: string): TextField {
  return {
    name: 'search',
    type: 'text',
    label,
    virtual: true,
    admin: { hidden: true, disableListColumn: true, disableListFilter: true },
  }
}
