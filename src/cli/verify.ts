import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Payload } from 'payload'

import { storeOf } from '@/runtime/store'
import { type Drift, verify } from '@/projector/verify'

import { type Report, runWithPayload } from './run'

/** `verify`: proves that every document is what the ledger says, or names what is not. */
export const addVerifyCommand = (program: Command): void => {
  program
    .command('verify')
    .description('fold the archive again and compare it with what is stored; exit code 1 on drift')
    .option('--sample <n>', 'only so many conversations, drawn at random', toCount)
    .option('--json', 'answer as JSON')
    .action(({ json = false, sample }: { json?: boolean; sample?: number }) =>
      runWithPayload(json, (payload) => verifyAll(payload, sample)),
    )
}

const verifyAll = async (payload: Payload, sample: number | undefined): Promise<Report> => {
  const { checked, drifts } = await verify(storeOf(payload), sample === undefined ? {} : { sample })
  const summary =
    drifts.length === 0
      ? `${checked} documents are exactly what the ledger says.`
      : `${drifts.length} of ${checked} documents are not what the ledger says.`
  return {
    json: { checked, drifts },
    text: [...drifts.flatMap(describe), summary].join('\n'),
    isFailure: drifts.length > 0,
  }
}

const describe = ({ collection, differences, id }: Drift): string[] =>
  differences.map(
    ({ expected, path, stored }) =>
      `${collection}/${id}${path && ` ${path}`}: stored ${show(stored)}, the ledger says ${show(expected)}`,
  )

const show = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 500)

const toCount = (text: string): number => {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new InvalidArgumentError('must be a whole number above 0')
}
