/** What one cell can hold; null and undefined make it empty. */
export type Cell = string | number | null | undefined

/** Tells programs that the text is UTF-8; spreadsheets guess wrongly without it. */
export const byteOrderMark = '\ufeff'

/**
 * One line of a CSV file (RFC 4180). Text that a spreadsheet would take for a formula begins with
 * an apostrophe, so that words of customers stay words.
 */
export const toCsvLine = (cells: readonly Cell[]): string => `${cells.map(toCell).join(',')}\r\n`

const toCell = (cell: Cell): string => {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const text = /^[\s\u0000]*[=+\-@\t\r]/.test(cell) || /^[\t\r\n]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A file made line by line as the reader takes it. */
export const toCsvStream = (lines: AsyncIterable<string> | Iterable<string>): ReadableStream => {
  const encoder = new TextEncoder()
  const iterator = (async function* () {
    yield byteOrderMark
    yield* lines
  })()
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    cancel: async () => {
      await iterator.return(undefined)
    },
  })
}
