import { parseArgs } from 'node:util'

/** The steps that can be asked for by name. */
export const stepNames = [
  'format',
  'lint',
  'cycles',
  'types',
  'generated',
  'unit',
  'integration',
  'e2e',
  'contract',
] as const

/** One of the run's steps. */
export type StepName = (typeof stepNames)[number]

/** What `npm test` was asked for. */
export interface RunOptions {
  only: readonly StepName[]
  /** Handed on to vitest. */
  extra: readonly string[]
}

/** What `npm test -- --help` shows. */
export const help = `npm test [-- --only STEP,STEP… [-- VITEST ARGUMENT…]]

Runs everything that a change must pass: ${stepNames.join(', ')}.`

/** Reads the arguments; a text is what is wrong with them. */
export const readRunOptions = (args: readonly string[]): RunOptions | string => {
  const split = args.indexOf('--')
  const own = split < 0 ? args : args.slice(0, split)
  const extra = split < 0 ? [] : args.slice(split + 1)
  try {
    const { values } = parseArgs({
      args: [...own],
      options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    })
    if (values.help) return help
    const only = values.only?.split(',') ?? [...stepNames]
    const unknown = only.find((name) => !(stepNames as readonly string[]).includes(name))
    if (unknown !== undefined) return `There is no step "${unknown}".\n\n${help}`
    return { only: only as StepName[], extra }
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n\n${help}`
  }
}
