import { MongoClient } from 'mongodb'
import type { Payload } from 'payload'
import { type Logger, pino } from 'pino'

import { adoptRunningDemo } from '@/config/demoEnvironment'
import { env, type Env } from '@/config/env'
import type { Store } from '@/projector/store'

/** A command waits so long for an engine, in milliseconds. */
export const connectTimeoutMs = 5_000

/** What a command tells: words for people, the same facts for programs. */
export interface Report {
  text: string
  json: Record<string, unknown>
  /** The command ran, and what it found must fail a script: its exit code is 1. */
  isFailure?: boolean
}

/** A command cannot do what it was asked; its message is meant for the operator. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'

  constructor(
    message: string,
    readonly code = 'COMMAND_FAILED',
  ) {
    super(message)
  }
}

/** An error in one line. */
export const toLine = (error: unknown): string =>
  (error instanceof Error ? error.message || error.name : String(error)).split('\n')[0]!

/** Runs a command and tells what came of it. The exit code is 0 only where it succeeded. */
export const run = async (isJson: boolean, command: () => Promise<Report>): Promise<void> => {
  try {
    const { isFailure, json, text } = await command()
    console.log(isJson ? JSON.stringify(json) : text)
    if (isFailure) process.exitCode = 1
  } catch (error) {
    process.exitCode = 1
    const message = error instanceof Error ? error.message : String(error)
    const code = (error as { code?: unknown }).code ?? 'UNEXPECTED'
    if (isJson) console.log(JSON.stringify({ errors: [{ message, code }] }))
    else console.error(message)
  }
}

/** Runs a command with Payload, without the worker and the live hub. */
export const runWithPayload = (
  isJson: boolean,
  command: (payload: Payload) => Promise<Report>,
): Promise<void> =>
  run(isJson, async () => {
    const payload = await boot()
    try {
      return await command(payload)
    } finally {
      await payload.destroy()
    }
  })

/** Runs a command with the database alone: what needs no Payload answers sooner without it. */
export const runWithStore = (
  isJson: boolean,
  command: (store: Store, env: Env) => Promise<Report>,
): Promise<void> =>
  run(isJson, async () => {
    const environment = await loadEnvironment()
    const client = await openMongo(environment.DATABASE_URI)
    try {
      return await command({ client, db: client.db() }, environment)
    } finally {
      await client.close()
    }
  })

/** What goes wrong beside the answer is told on the error output. */
export const commandLogger = (): Logger => pino({ level: 'error' }, process.stderr)

/** The environment with what `.env` files add to it; else that of the demo which runs here. */
export const loadEnvironment = async (): Promise<Env> => {
  const { loadEnv } = await import('payload/node')
  loadEnv()
  adoptRunningDemo()
  return env()
}

/**
 * The environment is read here and not when a file is loaded, so that a wrong one is told like any
 * other failure. What Payload has to say goes to the error output, away from the answer.
 */
const boot = async (): Promise<Payload> => {
  const { DATABASE_URI } = await loadEnvironment()
  // Payload ends the process where its database is away; a command says so instead.
  await (await openMongo(DATABASE_URI)).close()
  const { default: config } = await import('@payload-config')
  const { getPayload } = await import('payload')
  const sanitized = await config
  sanitized.logger = {
    options: { level: 'error' } as never,
    destination: process.stderr,
  }
  return getPayload({ config: sanitized, disableOnInit: true })
}

/** @throws {CommandFailure} where MongoDB does not answer */
const openMongo = async (uri: string): Promise<MongoClient> => {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: connectTimeoutMs })
  try {
    return await client.connect()
  } catch (error) {
    await client.close()
    throw new CommandFailure(`MongoDB cannot be reached: ${toLine(error)}`, 'MONGODB_UNREACHABLE')
  }
}
