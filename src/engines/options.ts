import { parseArgs, type ParseArgsConfig } from 'node:util'

import { EngineProblem, inOneLine } from './problem'

type Options = NonNullable<ParseArgsConfig['options']>

/**
 * Reads a command's options.
 * @throws {EngineProblem} on an option that the command does not know, with its help
 */
export const readOptions = <T extends Options>(options: T, help: string) => {
  try {
    return parseArgs({ options, args: process.argv.slice(2), allowPositionals: false }).values
  } catch (error) {
    throw new EngineProblem(`${inOneLine(error)}\n\n${help}`)
  }
}

/**
 * A whole number in a range.
 * @throws {EngineProblem} naming the option
 */
export const wholeNumber = (name: string, text: string, least: number, most: number): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  throw new EngineProblem(
    `--${name} must be a whole number from ${least} to ${most}, not "${text}".`,
  )
}

/**
 * A number above zero.
 * @throws {EngineProblem} naming the option
 */
export const positiveNumber = (name: string, text: string): number => {
  const number = Number(text)
  if (Number.isFinite(number) && number > 0) return number
  throw new EngineProblem(`--${name} must be a number above 0, not "${text}".`)
}
