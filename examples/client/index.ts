/**
 * Lists the newest conversations, tells how the first one stood at its start, and follows what
 * changes: URL=http://127.0.0.1:3000 KEY=… npx tsx examples/client/index.ts [seconds]
 */
import { createClient } from './client'

const { KEY: apiKey, URL: url } = process.env
if (!url || !apiKey) throw new Error('Set URL and KEY.')
const seconds = Number(process.argv[2] ?? 60)
const client = createClient({ url, apiKey })
const say = (text: string): boolean => process.stdout.write(`${text}\n`)

const { docs } = await client.searchConversations({ limit: 5 })
for (const { conversationId, customerName, status } of docs)
  say(`${conversationId}: ${customerName ?? 'no name'}, ${status}`)

const [newest] = docs
if (newest?.startedAt) {
  const { conversation } = await client.readAsOf(newest.id, newest.startedAt)
  say(`${newest.conversationId} was ${conversation?.status ?? 'not there'} at ${newest.startedAt}`)
}

say(`following for ${seconds} s`)
const signal = AbortSignal.timeout(seconds * 1_000)
for await (const change of client.follow({ signal }))
  say(
    'type' in change
      ? 'too much was missed: load again'
      : `${change.operation} ${change.collection} ${change.doc.id ?? change.eventId}`,
  )
say('done')
