import { randomUUID } from 'node:crypto'

import { mongooseAdapter } from '@payloadcms/db-mongodb'
import { buildConfig, getPayload } from 'payload'

import type { BenchEngines } from '../engines'

/**
 * The usual way to write this with Payload: for every event find the conversation, append to its
 * array of utterances, update it, all through the Local API. Measured on conversations of about
 * 50 utterances. @returns events per second
 */
export const benchLocalApi = async (bench: BenchEngines): Promise<{ eventsPerSecond: number }> => {
  const payload = await getPayload({
    config: configFor(bench.engines.databaseUri),
    key: randomUUID(),
  })
  const slug = 'naive-conversations' as never
  const ids = ['a', 'b', 'c', 'd']
  for (const conversationId of ids)
    await payload.create({
      collection: slug,
      data: {
        conversationId,
        status: 'active',
        utterances: Array.from({ length: 50 }, toRow),
      } as never,
    })
  const rounds = 50
  const startedAt = performance.now()
  for (let round = 0; round < rounds; round++)
    for (const conversationId of ids) {
      const { docs } = await payload.find({
        collection: slug,
        where: { conversationId: { equals: conversationId } },
        limit: 1,
        depth: 0,
      })
      const found = docs[0] as unknown as { id: string; utterances: object[] }
      await payload.update({
        collection: slug,
        id: found.id,
        data: { utterances: [...found.utterances.slice(-49), toRow(undefined, round)] } as never,
        depth: 0,
      })
    }
  const seconds = (performance.now() - startedAt) / 1_000
  await payload.delete({ collection: slug, where: {} })
  await payload.destroy()
  return { eventsPerSecond: (rounds * ids.length) / seconds }
}

const toRow = (_: unknown, index: number) => ({
  username: index % 2 === 0 ? 'customer' : 'assistant',
  utterance: 'I get paid every second Thursday, about $2,150 after tax.',
  rationale: 'ok',
  answerInputType: 'text',
  createdAt: new Date(1_700_000_000_000 + index).toISOString(),
  prevSeq: index,
  endConversation: false,
  additionalData: { amount: 5_000 },
})

const configFor = (url: string) =>
  buildConfig({
    secret: 'the bench signs nothing',
    db: mongooseAdapter({
      url,
      // Its first transaction must not meet the collection in the making.
      afterOpenConnection: async ({ collections }) => {
        await Promise.all(Object.values(collections).map((model) => model.init()))
      },
    }),
    telemetry: false,
    logger: { options: { level: 'silent' } },
    collections: [
      {
        slug: 'naive-conversations',
        fields: [
          { name: 'conversationId', type: 'text', unique: true },
          { name: 'status', type: 'text' },
          {
            name: 'utterances',
            type: 'array',
            fields: [
              { name: 'username', type: 'text' },
              { name: 'utterance', type: 'textarea' },
              { name: 'rationale', type: 'textarea' },
              { name: 'answerInputType', type: 'text' },
              { name: 'createdAt', type: 'date' },
              { name: 'prevSeq', type: 'number' },
              { name: 'endConversation', type: 'checkbox' },
              { name: 'additionalData', type: 'json' },
            ],
          },
        ],
      },
    ],
  })
