import type { Payload } from 'payload'

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

/**
 * Runs a command with Payload, without the worker and the live hub, and tells what came of it. The
 * exit code is 0 only where it succeeded.
 */
export const runWithPayload = async (
  isJson: boolean,
  command: (payload: Payload) => Promise<Report>,
): Promise<void> => {
  try {
    const payload = await boot()
    try {
      const { isFailure, json, text } = await command(payload)
      console.log(isJson ? JSON.stringify(json) : text)
      if (isFailure) process.exitCode = 1
    } finally {
      await payload.destroy()
    }
  } catch (error) {
    process.exitCode = 1
    const message = error instanceof Error ? error.message : String(error)
    const code = (error as { code?: unknown }).code ?? 'UNEXPECTED'
    if (isJson) console.log(JSON.stringify({ errors: [{ message, code }] }))
    else console.error(message)
  }
}

/**
 * The environment is read here and not when a file is loaded, so that a wrong one is told like any
 * other failure. What Payload has to say goes to the error output, away from the answer.
 */
const boot = async (): Promise<Payload> => {
  const { loadEnv } = await import('payload/node')
  loadEnv()
  const { default: config } = await import('@payload-config')
  const { getPayload } = await import('payload')
  const sanitized = await config
  sanitized.logger = {
    options: { level: 'error' } as never,
    destination: process.stderr,
  }
  return getPayload({ config: sanitized, disableOnInit: true })
}
