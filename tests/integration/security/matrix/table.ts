import { readFile, writeFile } from 'node:fs/promises'

import { format, resolveConfig } from 'prettier'

import { type Kind, kinds } from './callers'
import type { Route } from './routes'

const page = 'docs/security.md'
const begin = '<!-- the matrix: written by tests/integration/security/matrix.spec.ts -->'
const end = '<!-- end of the matrix -->'

/** One line: what may be asked, and by whom. */
export interface Row {
  route: Route
  passed: readonly Kind[]
}

/** The page as it should be, with the matrix that was measured. @returns it and what it is now */
export const renderPage = async (rows: readonly Row[]): Promise<{ is: string; should: string }> => {
  const is = await readFile(page, 'utf8')
  const [before, rest] = is.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`${page} has no place for it`)
  const text = `${before}${begin}\n\n${toTable(rows)}\n\n${end}${after}`
  const options = (await resolveConfig(page)) ?? {}
  return { is, should: await format(text, { ...options, filepath: page }) }
}

/** Writes the page. */
export const writePage = (text: string): Promise<void> => writeFile(page, text)

/** Collections whose routes the same callers may use share a line. */
const toTable = (rows: readonly Row[]): string => {
  const lines = new Map<string, { collections: string[]; row: Row; pattern: string }>()
  for (const row of rows) {
    const { collection, method, path, question } = row.route
    const pattern =
      collection === undefined ? path : path.replace(`/api/${collection}`, '/api/COLLECTION')
    const key = JSON.stringify([method, pattern, question, row.passed])
    const line = lines.get(key) ?? { collections: [], row, pattern }
    if (collection !== undefined) line.collections.push(collection)
    lines.set(key, line)
  }
  const cells = [...lines.values()]
    .sort((one, other) => orderOf(one).localeCompare(orderOf(other), 'en'))
    .map(({ collections, pattern, row: { passed, route } }) => [
      `\`${route.method} ${pattern.replace('COLLECTION', '…')}\`${route.question ? ` (${route.question})` : ''}`,
      collections.join(', '),
      ...kinds.map((kind) => (passed.includes(kind) ? 'yes' : '·')),
    ])
  return [['route', 'of', ...kinds], ['-', '-', ...kinds.map(() => '-')], ...cells]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n')
}

const orderOf = ({
  collections,
  pattern,
  row,
}: {
  collections: string[]
  pattern: string
  row: Row
}) =>
  `${collections.length > 0 ? 1 : 0} ${collections.length > 0 ? collections[0] : ''} ${pattern} ${row.route.method} ${row.route.question ?? ''}`
