import { createInterface } from 'node:readline/promises'

import type { Drift } from '@/projector/drift'

import { describeDrift } from './drift'

/** How rebuilt documents differ from the live ones. */
interface Difference {
  compared: number
  differing: number
  drifts: Drift[]
}

/** Whether the rebuilt documents shall be switched in; without a terminal only a `--yes` says so. */
export const decideSwitch = async (
  { dryRun, json, yes }: { dryRun: boolean; json: boolean; yes: boolean },
  difference: readonly string[],
  signal: AbortSignal,
): Promise<boolean> => {
  if (dryRun || yes) return yes && !dryRun
  if (!process.stdin.isTTY || json) return false
  console.log(difference.join('\n'))
  return ask(signal)
}

/** A difference in lines. */
export const describeDifference = ({ compared, differing, drifts }: Difference): string[] =>
  [
    ...drifts.flatMap(describeDrift),
    differing > drifts.length && drifts.length > 0 ? `… and ${differing - drifts.length} more` : '',
    differing === 0
      ? `${compared} documents were compared: none differs from the live ones.`
      : `${differing} of ${compared} documents differ from the live ones.`,
  ].filter((line) => line !== '')

const ask = async (signal: AbortSignal): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await terminal.question('Switch to the rebuilt documents? [y/N] ', { signal })
    return /^y(es)?$/i.test(answer.trim())
  } catch (error) {
    if (signal.aborted) return false
    throw error
  } finally {
    terminal.close()
  }
}
