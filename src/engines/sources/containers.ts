import { MongoDBContainer } from '@testcontainers/mongodb'
import { RedisContainer } from '@testcontainers/redis'

import type { ContainerEngine } from './source'

interface ContainerOptions {
  dataFolder: string
  port: number
  database: string
}

/** MongoDB as a replica set of one, reachable from this machine alone. */
export const startMongoContainer = async (options: ContainerOptions): Promise<ContainerEngine> => {
  const container = await new LoopbackMongoDB('mongo:7')
    .withExposedPorts({ container: 27017, host: options.port })
    // The replica set's configuration names its host, and outlives the container.
    .withHostname('billie-mongodb')
    .withUser(ownUser())
    .withBindMounts([{ source: options.dataFolder, target: '/data/db', mode: 'rw' }])
    .start()
  return {
    uri: `mongodb://127.0.0.1:${options.port}/${options.database}?replicaSet=rs0&directConnection=true`,
    describe: `in Docker, 127.0.0.1:${options.port}`,
    stop: async () => void (await container.stop({ timeout: 10_000 })),
  }
}

/** Redis with its append-only file, reachable from this machine alone. */
export const startRedisContainer = async (options: ContainerOptions): Promise<ContainerEngine> => {
  const container = await new LoopbackRedis('redis:7')
    .withExposedPorts({ container: 6379, host: options.port })
    .withUser(ownUser())
    .withPersistence(options.dataFolder)
    .withCommand(['redis-server', '--maxmemory-policy', 'noeviction'])
    .start()
  return {
    uri: `redis://127.0.0.1:${options.port}`,
    describe: `in Docker, 127.0.0.1:${options.port}`,
    stop: async () => void (await container.stop({ timeout: 10_000 })),
  }
}

/** Files in the data folder belong to who started the launcher, not to a user inside the image. */
const ownUser = (): string => `${process.getuid?.() ?? 999}:${process.getgid?.() ?? 999}`

/** Testcontainers publishes ports on every address of the machine: only the loopback one is wanted. */
const onLoopback = (hostConfig: { PortBindings?: unknown }): void => {
  const published = hostConfig.PortBindings as Record<string, { HostIp?: string }[]>
  for (const bindings of Object.values(published))
    for (const binding of bindings) binding.HostIp = '127.0.0.1'
}

class LoopbackMongoDB extends MongoDBContainer {
  override withCommand(command: string[]): this {
    return super.withCommand([...command, '--wiredTigerCacheSizeGB', '1'])
  }

  protected override async beforeContainerCreated(): Promise<void> {
    onLoopback(this.hostConfig)
  }
}

class LoopbackRedis extends RedisContainer {
  protected override async beforeContainerCreated(): Promise<void> {
    onLoopback(this.hostConfig)
  }
}
