import { randomBytes, randomInt } from 'node:crypto'
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { EngineProblem, systemCode } from '../problem'

/** What a data folder's app keeps secret; made once, kept readable by its owner only. */
export interface Credentials {
  email: string
  password: string
  payloadSecret: string
  customerTokenSecret: string
  metricsToken: string
}

/**
 * The data folder's credentials, made at the first call.
 * @throws {EngineProblem} where their file was damaged
 */
export const readCredentials = (dataPath: string): Credentials => {
  const file = join(dataPath, 'credentials.json')
  try {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Partial<Credentials>
    chmodSync(file, 0o600)
    const complete = { ...createCredentials(), ...known }
    if (Object.keys(complete).length > Object.keys(known).length) write(file, complete)
    return complete
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new EngineProblem(`${file} is damaged: remove it to have new credentials made.`)
    if (systemCode(error) !== 'ENOENT') throw error
    const fresh = createCredentials()
    write(file, fresh)
    return fresh
  }
}

const createCredentials = (): Credentials => ({
  email: 'supervisor@billie.local',
  password: readablePassword(),
  payloadSecret: randomBytes(32).toString('hex'),
  customerTokenSecret: randomBytes(32).toString('hex'),
  metricsToken: randomBytes(24).toString('hex'),
})

const write = (file: string, credentials: Credentials): void => {
  writeFileSync(`${file}.new`, `${JSON.stringify(credentials, undefined, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

const consonants = 'bdfghjkmnprstvz'
const vowels = 'aeiou'

/** Four pronounceable groups, such as `kuvora-timezo-bapenu-71`: 58 bits, easy to type from a screen. */
export const readablePassword = (): string => {
  const syllable = (): string => pick(consonants) + pick(vowels)
  const group = (): string => syllable() + syllable() + syllable()
  return [group(), group(), group(), randomInt(10, 100)].join('-')
}

const pick = (letters: string): string => letters[randomInt(letters.length)] ?? ''
