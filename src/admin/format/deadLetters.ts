/** The dead letters that wait for a decision, as the list's own filter writes it. */
export const parkedList = `/admin/collections/dead-letters?${new URLSearchParams({
  'where[or][0][and][0][status][equals]': 'parked',
})}`
