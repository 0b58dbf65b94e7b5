import { MongoClient } from 'mongodb'
import { ensureIndexes } from '@/collections/indexes'
import { toParsedEntry, applyBatch } from '@/projector/applyBatch'
import { toEnvelope } from '@/ledger/entry'
import { rebuildProjections } from '@/projector/rebuild'
import { projectionNames } from '@/projector/rebuild/shadows'
import { generateEvents } from '@/simulator'
import { pino } from 'pino'
const client = await MongoClient.connect(process.env.DATABASE_URI!)
const db = client.db('rate')
const store = { client, db }
const count = Number(process.env.COUNT ?? 100000)
if ((await db.collection('ledger-events').estimatedDocumentCount()) < count) {
  await db.dropDatabase()
  await ensureIndexes(db)
  const events = generateEvents({ seed: 1, conversations: 700, count })
  const t = performance.now()
  for (let i = 0; i < events.length; i += 1000)
    await applyBatch(
      store,
      events
        .slice(i, i + 1000)
        .map((e: any, k: number) =>
          toParsedEntry(
            `${1700000000000 + i + k}-0`,
            toEnvelope(Object.entries(e).flat() as string[]),
          ),
        ),
      { now: new Date(), timeoutMs: 60000 },
    )
  console.log('filled', count / ((performance.now() - t) / 1000), 'events/s')
}
for (let r = 0; r < 2; r++) {
  const t = performance.now()
  let base = 0
  const marks: string[] = []
  const c0 = process.cpuUsage()
  const out = await rebuildProjections(
    {
      store: () => store,
      publish: async () => 0,
      resync: async () => 0,
      logger: pino({ level: 'silent' }),
      signal: new AbortController().signal,
      onProgress: (rec) => {
        if (rec.phase === 'base') base = performance.now() - t
      },
    },
    {
      names: [...projectionNames],
      startedBy: 'operator',
      decide: async () => {
        marks.push('compared ' + (performance.now() - t).toFixed(0))
        return true
      },
    },
  )
  const total = performance.now() - t
  const c = process.cpuUsage(c0)
  console.log({
    total: total.toFixed(0),
    base: base.toFixed(0),
    baseRate: ((count / base) * 1000).toFixed(0),
    rate: ((count / total) * 1000).toFixed(0),
    marks,
    closedMs: out.closedMs,
    cpuMs: (c.user + c.system) / 1000,
    differing: out.difference?.differing,
  })
}
await client.close()
process.exit(0)
