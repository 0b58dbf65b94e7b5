import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { setting } from '../environment'
import { SourceUnavailable, inOneLine } from '../problem'
import type { ContainerEngine, Engine } from './source'

/**
 * Starts an engine in a container, its data in `dataFolder`.
 * @throws {SourceUnavailable} where no Docker engine answers within seconds, or the image cannot be had
 */
export const startInDocker = async (options: {
  engine: Engine
  dataFolder: string
  port: number
  database: string
}): Promise<ContainerEngine> => {
  await (probe ??= probeDocker())
  await mkdir(options.dataFolder, { recursive: true })
  const { startMongoContainer, startRedisContainer } = await import('./containers')
  try {
    return await within(
      300_000,
      options.engine === 'mongodb' ? startMongoContainer(options) : startRedisContainer(options),
    )
  } catch (error) {
    throw new SourceUnavailable(
      `Docker answers, but the container did not start (${inOneLine(error)}): see docker ps -a`,
    )
  }
}

let probe: Promise<void> | undefined

const hint = 'start Docker to use it'

const probeDocker = async (): Promise<void> => {
  if (!setting('DOCKER_HOST') && !socketPaths().some((path) => existsSync(path)))
    throw new SourceUnavailable(`no Docker engine runs here: ${hint}`)
  const { getContainerRuntimeClient } = await import('testcontainers')
  try {
    await within(5_000, getContainerRuntimeClient())
  } catch {
    throw new SourceUnavailable(`no Docker engine answers: ${hint}`)
  }
}

const socketPaths = (): string[] => [
  '/var/run/docker.sock',
  join(homedir(), '.docker/run/docker.sock'),
  join(homedir(), '.docker/desktop/docker.sock'),
  join(setting('XDG_RUNTIME_DIR') ?? '/run/user/none', 'docker.sock'),
]

const within = async <T>(timeoutMs: number, work: Promise<T>): Promise<T> => {
  const timer = new AbortController()
  try {
    return await Promise.race([
      work,
      sleep(timeoutMs, undefined, { signal: timer.signal }).then(() => {
        throw new Error(`no answer within ${timeoutMs / 1_000} s`)
      }),
    ])
  } finally {
    timer.abort()
    work.catch(() => undefined)
  }
}
