import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { runCommand } from '@/engines/command'
import { systemCode } from '@/engines/problem'
import { projectRoot } from '@/engines/root'

/** Settings that satisfy the configuration; nothing is connected to. */
const dummyEnvironment = {
  PAYLOAD_SECRET: 'only-for-generating-files',
  DATABASE_URI: 'mongodb://127.0.0.1:1/none?replicaSet=none',
  REDIS_URL: 'redis://127.0.0.1:1',
}

/** Whether `payload-types.ts` is what the present collections generate. */
export const checkPayloadTypes = async (signal: AbortSignal): Promise<string | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), 'billie-types-'))
  const fresh = join(folder, 'payload-types.ts')
  try {
    const problem = await generate('generate:types', { PAYLOAD_TS_OUTPUT_PATH: fresh }, signal)
    if (problem) return problem
    const committed = join(projectRoot, 'payload-types.ts')
    if ((await read(fresh)) === (await read(committed))) return undefined
    return 'payload-types.ts is not what the collections generate: run npm run generate:types.'
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whether the admin panel's import map is what the present configuration generates. */
export const checkImportMap = async (signal: AbortSignal): Promise<string | undefined> => {
  const file = join(projectRoot, 'src/app/(payload)/admin/importMap.js')
  const before = await read(file)
  try {
    const problem = await generate('generate:importmap', {}, signal)
    if (problem) return problem
    if ((await read(file)) === before) return undefined
    return 'The import map is not what the configuration generates: run npm run generate:importmap.'
  } finally {
    // A check changes nothing.
    if (before !== undefined && (await read(file)) !== before) await writeFile(file, before)
  }
}

const generate = async (
  command: string,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const { code, output } = await runCommand({
    program: process.execPath,
    args: [join(projectRoot, 'node_modules/payload/bin.js'), command],
    cwd: projectRoot,
    env: { ...dummyEnvironment, ...env },
    timeoutMs: 180_000,
    signal,
  })
  return code === 0 ? undefined : `payload ${command} failed:\n${output.trim()}`
}

const read = async (file: string): Promise<string | undefined> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}
