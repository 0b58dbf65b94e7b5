import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openOwnServer } from './ownServer'

/** Something that answers as ClickHouse does. */
export interface ClickhouseServer {
  name: string
  open: () => Promise<{ url: string; close: () => void }>
}

/** A Python that has chdb (`pip install chdb`): `CHDB_PYTHON`, else the one on the PATH. */
const python = process.env.CHDB_PYTHON ?? 'python3'
const hasChdb = spawnSync(python, ['-c', 'import chdb'], { stdio: 'ignore' }).status === 0

const chdb: ClickhouseServer = {
  name: "ClickHouse's own engine (chdb)",
  open: async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'billie-chdb-'))
    const child = spawn(python, [path.join(import.meta.dirname, 'chdbServer.py'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    return {
      url: `http://127.0.0.1:${said.toString().trim()}`,
      close: () => {
        child.kill('SIGKILL')
        rmSync(folder, { recursive: true, force: true })
      },
    }
  },
}

/** What the export to ClickHouse is tested against; chdb where it is installed. */
export const clickhouseServers: ClickhouseServer[] = [
  { name: 'a server that knows its statements only', open: openOwnServer },
  ...(hasChdb ? [chdb] : []),
]

if (!hasChdb)
  console.warn('chdb is not installed: the export is not tested against the engine of ClickHouse')
