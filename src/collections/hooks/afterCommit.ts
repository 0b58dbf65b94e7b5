import { setTimeout as delay } from 'node:timers/promises'

import type { MongooseAdapter } from '@payloadcms/db-mongodb'
import type { PayloadRequest } from 'payload'

const checkEveryMs = 5
const giveUpAfterMs = 10_000

/**
 * Runs `work` once what the request is writing is durable: hooks run inside its transaction, and
 * what others read before the commit is still the old state. The request does not wait for it;
 * a failure is logged.
 */
export const afterCommit = async (
  req: PayloadRequest,
  work: () => Promise<unknown>,
): Promise<void> => {
  const { sessions } = req.payload.db as unknown as MongooseAdapter
  const session = sessions[String(await req.transactionID)]
  void (async () => {
    const deadline = Date.now() + giveUpAfterMs
    while (session && !session.hasEnded && Date.now() < deadline) await delay(checkEveryMs)
    await work()
  })().catch((error: unknown) =>
    req.payload.logger.error({ err: error, msg: 'What follows a commit failed' }),
  )
}
