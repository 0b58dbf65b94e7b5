import { isBuilding } from './build'
import { env, readEnv, type Env } from './env'

/**
 * The environment for Payload's configuration, which is evaluated when it is imported.
 * @throws {InvalidEnvironment} at a real start; a build gets placeholders that connect to nothing
 */
export const payloadSettings = (): Env => (isBuilding() ? readEnv(placeholders) : env())

/** Whether this process serves the product for real, rather than a developer at work. */
export const isProduction = (): boolean => process.env.NODE_ENV === 'production'

const placeholders = {
  PAYLOAD_SECRET: 'a build signs nothing with this',
  DATABASE_URI: 'mongodb://127.0.0.1:1/build?replicaSet=build',
  REDIS_URL: 'redis://127.0.0.1:1',
}
