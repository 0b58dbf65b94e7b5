import { readFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { OpenApiDocument } from '@/api/openapi/document'
import type { Progress } from '@/engines/progress'
import type { TestEngines } from '@/engines/testing'

import { sum, type Tally } from '../runner/tally'
import { tallyOfJunit } from './junit'
import { setScene, type Scene } from './scene'
import { provideSchemathesis, type Schemathesis } from './schemathesis'
import { withRealIds } from './withRealIds'

const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
]

/** Of one request: longer than a busy machine takes, shorter than a build waits. */
const answerTimeoutSeconds = 120

/** Which operations are asked together, and as whom. */
interface Pass {
  title: string
  asks: (operation: { id: string; path: string }) => boolean
  authorization: (scene: Scene) => string
}

/** A stream has no end, and is tested by itself. */
const isStream = (path: string): boolean => path.endsWith('/realtime')

const isForCustomers = (path: string): boolean => path.startsWith('/api/customer/')

/** These take away the very session that asks: they come last. */
const ending = ['logoutUser', 'deleteManyUsers', 'updateManyUsers']

const passes: Pass[] = [
  {
    title: 'as an administrator',
    asks: ({ id, path }) => !isStream(path) && !isForCustomers(path) && !ending.includes(id),
    authorization: ({ token }) => `JWT ${token}`,
  },
  {
    title: 'as a customer',
    asks: ({ path }) => !isStream(path) && isForCustomers(path),
    authorization: ({ customerToken }) => `Bearer ${customerToken}`,
  },
  {
    title: 'ending the session',
    asks: ({ id }) => ending.includes(id),
    authorization: ({ token }) => `JWT ${token}`,
  },
]

/**
 * Asks the running product everything that its OpenAPI document says can be asked, as it says and
 * otherwise: nothing may fail in the server or answer what the document does not say.
 */
export const runContract = async (options: {
  engines: TestEngines
  log: Progress
  signal: AbortSignal
}): Promise<Tally> => {
  const { log, signal } = options
  const schemathesis = await log.step('schemathesis', () => provideSchemathesis(signal))
  if (typeof schemathesis === 'string') {
    log.note(`Skipped: ${schemathesis}`)
    return { passed: 0, failed: 0, skipped: passes.length }
  }
  const scene = await setScene(options)
  const folder = await mkdtemp(join(tmpdir(), 'billie-contract-'))
  try {
    const document = await withRealIds(await scene.get('/api/openapi.json'), scene)
    const tallies: Tally[] = []
    for (const [index, pass] of passes.entries()) {
      if (index === passes.length - 1) tallies.push(await stillKnown(scene))
      tallies.push(await ask({ pass, document, folder, scene, schemathesis, signal, log }))
    }
    return sum(tallies)
  } finally {
    await scene.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const onlyAsked = (document: OpenApiDocument, { asks }: Pass): OpenApiDocument => ({
  ...document,
  paths: Object.fromEntries(
    Object.entries(document.paths)
      .map(([path, item]): [string, typeof item] => [
        path,
        Object.fromEntries(
          Object.entries(item).filter(([, { operationId }]) =>
            asks({ id: String(operationId), path }),
          ),
        ),
      ])
      .filter(([, item]) => Object.keys(item).length > 0),
  ),
})

/** Answers to nobody would say little. */
const stillKnown = async ({ get }: Scene): Promise<Tally> => {
  const { user } = await get('/api/users/me')
  if (!user) console.log('✗ The session that asked was ended while it asked')
  return { passed: user ? 1 : 0, failed: user ? 0 : 1, skipped: 0 }
}

const ask = async ({
  document,
  folder,
  log,
  pass,
  scene,
  schemathesis,
  signal,
}: {
  pass: Pass
  document: OpenApiDocument
  folder: string
  scene: Scene
  schemathesis: Schemathesis
  signal: AbortSignal
  log: Progress
}): Promise<Tally> => {
  const report = join(folder, 'junit.xml')
  await rm(report, { force: true })
  const file = join(folder, 'openapi.json')
  await writeFile(file, JSON.stringify(onlyAsked(document, pass)))
  const { code, output } = await log.step(
    `Asking ${pass.title}`,
    () =>
      schemathesis.run(
        [
          ...['--config-file', join(import.meta.dirname, 'schemathesis.toml')],
          ...['run', file, '--url', scene.url, '--no-color', '--checks', checks.join(',')],
          ...['--phases', phases(), '--max-examples', examples()],
          ...['--seed', '1', '--generation-deterministic', '--no-shrink'],
          ...['--suppress-health-check', 'all', '--warnings', 'off', '--continue-on-failure'],
          ...['--request-timeout', String(answerTimeoutSeconds)],
          ...['-H', `Authorization: ${pass.authorization(scene)}`],
          ...['--report', 'junit', '--report-junit-path', report],
        ],
        signal,
      ),
    ({ output: told }) => /\d+ generated/.exec(told)?.[0].replace('generated', 'cases') ?? '',
  )
  const tally = tallyOfJunit(await readFile(report, 'utf8').catch(() => ''))
  if (code !== 0) console.log(output.slice(-60_000))
  // A run that ended badly, or asked nothing, is no success.
  const isHollow = tally.passed + tally.failed === 0 || (code !== 0 && tally.failed === 0)
  return isHollow ? { ...tally, failed: tally.failed + 1 } : tally
}

/** Cases that are made up for each operation, some as the description says and some not. */
const examples = (): string => process.env.CONTRACT_EXAMPLES ?? '8'

/** `coverage` tries every bound of every value in thousands of cases: more than CI has time for. */
const phases = (): string => process.env.CONTRACT_PHASES ?? 'examples,fuzzing'
