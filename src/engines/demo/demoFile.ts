import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What scripts need to know about a running demo; the names are part of the outside contract. */
export interface DemoFile {
  /** The origin: `http://127.0.0.1:3000`. */
  url: string
  databaseUri: string
  redisUrl: string
  email: string
  password: string
  customerTokenSecret: string
  metricsToken: string
  /** The launcher. */
  pid: number
  /** The server, which the launcher starts again when it dies. */
  appPid: number
}

/** Writes `demo.json` in one step, readable by its owner only. */
export const writeDemoFile = (dataPath: string, content: DemoFile): void => {
  const file = join(dataPath, 'demo.json')
  const fresh = `${file}.${process.pid}`
  rmSync(fresh, { force: true })
  writeFileSync(fresh, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(fresh, file)
}

/** Removes `demo.json`: nothing answers any more. */
export const removeDemoFile = (dataPath: string): void =>
  rmSync(join(dataPath, 'demo.json'), { force: true })
