import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

import { givenPassword } from '@/config/password'

import { CommandFailure } from './run'

const minimumLength = 8

/** A password and whether it has to be shown, because nobody has seen it yet. */
export interface Password {
  value: string
  isGenerated: boolean
}

/**
 * The password of `BILLIE_PASSWORD`; else asked for at a terminal without an echo; else generated.
 * @throws {CommandFailure} where it is too short
 */
export const obtainPassword = async (question: string): Promise<Password> => {
  const given = givenPassword() ?? (process.stdin.isTTY ? await askSecretly(question) : undefined)
  if (!given) return { value: randomBytes(15).toString('base64url'), isGenerated: true }
  return { value: checkPassword(given), isGenerated: false }
}

/** @throws {CommandFailure} where the password is too short */
export const checkPassword = (password: string): string => {
  if (password.length >= minimumLength) return password
  throw new CommandFailure(
    `A password has at least ${minimumLength} characters.`,
    'PASSWORD_TOO_SHORT',
  )
}

const askSecretly = async (question: string): Promise<string> => {
  process.stderr.write(`${question} (empty: one is made up): `)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true })
  try {
    return await terminal.question('')
  } finally {
    terminal.close()
    process.stderr.write('\n')
  }
}
