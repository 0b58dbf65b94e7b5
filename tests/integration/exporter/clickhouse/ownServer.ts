import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

type Row = Record<string, unknown>

/**
 * As much of ClickHouse's HTTP interface as the export uses, over lists in memory: for machines
 * that have no engine of ClickHouse. It knows the statements by their beginnings, no SQL.
 */
export const openOwnServer = async (): Promise<{ url: string; close: () => void }> => {
  const tables = new Map<string, Row[]>()
  const tokens = new Set<string>()

  /** The latest row of each stream id, in the order of the table's key. */
  const final = (table: string): Row[] => {
    const latest = new Map<unknown, Row>()
    for (const row of tables.get(table) ?? []) {
      const before = latest.get(row.streamId)
      if (!before || Number(before.exportSequence) <= Number(row.exportSequence))
        latest.set(row.streamId, row)
    }
    return [...latest.values()].sort(
      (left, right) => Number(left.ms) - Number(right.ms) || Number(left.n) - Number(right.n),
    )
  }

  const answer = (sql: string, parameters: URLSearchParams, body: string): Row[] => {
    const table = /`(\w+)`\.`(\w+)`/.exec(sql)?.[2] ?? ''
    if (/^\s*CREATE TABLE IF NOT EXISTS/.test(sql)) {
      if (!tables.has(table)) tables.set(table, [])
      return []
    }
    if (/^\s*INSERT INTO/.test(sql)) {
      const token = parameters.get('insert_deduplication_token')
      if (token !== null && tokens.has(token)) return []
      if (token !== null) tokens.add(token)
      tables.get(table)!.push(...toRows(body))
      return []
    }
    if (/^SELECT toUInt32\(rowSchemaVersion\)/.test(sql))
      return (tables.get(table) ?? [])
        .toSorted((left, right) => Number(right.sequence) - Number(left.sequence))
        .slice(0, 1)
    if (/^SELECT streamId/.test(sql)) {
      const after = [parameters.get('param_ms'), parameters.get('param_n')].map(Number)
      return final(table).filter(
        ({ disposition, ms, n }) =>
          disposition === 'ignored' &&
          (Number(ms) > after[0]! || (Number(ms) === after[0] && Number(n) > after[1]!)),
      )
    }
    if (/FROM system\.tables/.test(sql))
      return [{ tables: tables.has(parameters.get('param_table') ?? '') ? 1 : 0 }]
    if (/^SELECT count\(\) AS rows FROM \S+ FINAL/.test(sql)) return [{ rows: final(table).length }]
    if (/^SELECT count\(\) AS rows/.test(sql)) return [{ rows: tables.get(table)!.length }]
    if (/^SELECT \* FROM \S+ FINAL/.test(sql)) return final(table)
    throw new Error(`no such statement: ${sql}`)
  }

  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const parameters = new URL(request.url!, 'http://localhost').searchParams
      const sql = parameters.get('query') ?? body
      try {
        const rows = answer(sql, parameters, body)
        response.end(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
      } catch (error) {
        response.writeHead(400).end(String(error))
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

const toRows = (body: string): Row[] =>
  body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
