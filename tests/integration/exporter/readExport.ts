import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

import { expect } from 'vitest'

import { archiveOf, type Store } from '@/projector/store'
import { fromSortableId } from '@/ledger/streamId'

/** Rows by stream id, as somebody reads them who takes whatever lies in the folders of days. */
export const readRows = (directory: string): Map<string, Record<string, unknown>> => {
  const rows = new Map<string, Record<string, unknown>>()
  for (const name of listParts(directory))
    for (const line of readLines(path.join(directory, name))) {
      const row = JSON.parse(line) as Record<string, unknown>
      const id = String(row.streamId)
      expect(rows.has(id), `${id} is there twice`).toBe(false)
      expect(name.startsWith(`day=${dayOf(id)}/`), `${id} lies in ${name}`).toBe(true)
      rows.set(id, row)
    }
  return rows
}

/** Everything that is archived is in the files once, and nothing else; the manifest says the same. */
export const expectExact = async (directory: string, store: Store): Promise<void> => {
  const archived = await archiveOf(store).find().toArray()
  const expected = Object.fromEntries(
    archived.map(({ _id, batch: _b, extra, writer: _w, ...entry }) => {
      const streamId = fromSortableId(_id)
      const [ms, n] = streamId.split('-').map(Number)
      const row = { ...absent, ...entry, streamId, ms, n, extra: extra ? JSON.stringify(extra) : null } // prettier-ignore
      return [streamId, row]
    }),
  )
  expect(Object.fromEntries(readRows(directory))).toEqual(expected)
  const manifest = readManifestFile(directory)
  expect(manifest.rows).toBe(archived.length)
  expect(manifest.parts.map(({ name }: any) => name).sort()).toEqual(listParts(directory).sort())
  for (const { bytes, first, last, name, rows, sha256 } of manifest.parts) {
    const file = path.join(directory, name)
    const content = readFileSync(file)
    const ids = readLines(file).map((line) => String(JSON.parse(line).streamId))
    expect({ bytes: content.length, rows: ids.length }).toEqual({ bytes, rows })
    expect(createHash('sha256').update(content).digest('hex')).toBe(sha256)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const present = archived.map(({ _id }) => _id).filter((id) => ids.includes(fromSortableId(id)))
    expect([present.sort()[0], present.sort().at(-1)]).toEqual([first, last])
  }
  expect(readdirSync(path.join(directory, '_pending'))).toEqual([])
}

export const readManifestFile = (directory: string): any =>
  JSON.parse(readFileSync(path.join(directory, '_manifest.json'), 'utf8'))

export const listParts = (directory: string): string[] =>
  readdirSync(directory)
    .filter((folder) => folder.startsWith('day='))
    .flatMap((folder) =>
      readdirSync(path.join(directory, folder)).map((name) => `${folder}/${name}`),
    )

const readLines = (file: string): string[] => {
  const content = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(content) : content).toString('utf8')
  return text.split('\n').filter((line) => line !== '')
}

const dayOf = (streamId: string): string =>
  new Date(Number(streamId.split('-')[0])).toISOString().slice(0, 10)

/** A row's fields where the entry had none of them. */
export const absent = {
  agt: null,
  typ: null,
  cid: null,
  aid: null,
  uid: null,
  seq: null,
  tsp: null,
  applicationId: null,
  customerId: null,
  dat: null,
}
