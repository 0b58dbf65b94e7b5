import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'

import { recordAudit } from '@/ops/audit'
import { archiveName, type Store } from '@/projector/store'
import { verify } from '@/projector/verify'

import { cliActor } from './actor'
import { describeDrift } from './drift'
import { type Report, runWithStore } from './run'

/** `verify`: proves that every document is what the ledger says, or names what is not. */
export const addVerifyCommand = (program: Command): void => {
  program
    .command('verify')
    .description('fold the archive again and compare it with what is stored; exit code 1 on drift')
    .option('--sample <n>', 'only so many conversations, drawn at random', toCount)
    .option('--json', 'answer as JSON')
    .action(({ json = false, sample }: { json?: boolean; sample?: number }) =>
      runWithStore(json, (store) => verifyAll(store, sample)),
    )
}

const verifyAll = async (store: Store, sample: number | undefined): Promise<Report> => {
  const { checked, drifts } = await verify(store, sample === undefined ? {} : { sample })
  if (drifts.length > 0)
    await recordAudit(store.db, {
      actor: cliActor(),
      action: 'verification.drifted',
      subject: archiveName,
      details: {
        checked,
        drifted: drifts.length,
        documents: drifts.slice(0, 100).map(({ collection, id }) => `${collection}/${id}`),
      },
    })
  const summary =
    drifts.length === 0
      ? `${checked} documents are exactly what the ledger says.`
      : `${drifts.length} of ${checked} documents are not what the ledger says.`
  return {
    json: { checked, drifts },
    text: [...drifts.flatMap(describeDrift), summary].join('\n'),
    isFailure: drifts.length > 0,
  }
}

const toCount = (text: string): number => {
  const count = Number(text)
  if (Number.isInteger(count) && count > 0) return count
  throw new InvalidArgumentError('must be a whole number above 0')
}
