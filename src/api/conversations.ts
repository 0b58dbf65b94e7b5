import type { Endpoint } from 'payload'
import { z } from 'zod'

import { InvalidCursor } from '@/queries/cursor'
import { databaseOf } from '@/queries/database'
import { readAsOf } from '@/queries/readAsOf'
import { maximumTranscriptPage, readTranscript } from '@/queries/readTranscript'
import { maximumSearchPage, searchConversations } from '@/queries/searchConversations'

import { staffEndpoint } from './endpoint'
import { invalidRequest, notFound } from './errors'
import { moment, pageSize, readId, readQuery, streamId } from './parameters'

/** What `GET /api/conversations/search` may be asked. */
export const searchQuery = z.object({
  q: z.string().max(20_000).default('').meta({
    description:
      'Words, each of which must begin a word of the conversation’s numbers, ids, customer name or e-mail address. None lists the newest.',
  }),
  limit: pageSize(maximumSearchPage, maximumSearchPage),
  cursor: z.string().min(1).max(8_192).optional(),
  sort: z.enum(['started', 'updated']).default('started'),
})

const search = staffEndpoint('/search', async (request) => {
  const { cursor, limit, q, sort } = searchQuery.parse(readQuery(request))
  try {
    return await searchConversations({
      database: databaseOf(request.payload),
      text: q,
      limit,
      sort,
      ...(cursor !== undefined && { cursor }),
    })
  } catch (error) {
    throw error instanceof InvalidCursor ? invalidRequest(`cursor: ${error.message}`) : error
  }
})

/** What `GET /api/conversations/:id/transcript` may be asked. */
export const transcriptQuery = z.object({
  after: streamId.optional().meta({ description: 'Exclusive; the page begins right after it.' }),
  before: streamId.optional().meta({ description: 'Exclusive; the page ends right before it.' }),
  limit: pageSize(50, maximumTranscriptPage),
})

const transcript = staffEndpoint('/:id/transcript', async (request) => {
  const { after, before, limit } = transcriptQuery.parse(readQuery(request))
  const page = await readTranscript({
    database: databaseOf(request.payload),
    id: readId(request),
    limit,
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
  })
  if (!page) throw notFound()
  return page
})

/** What `GET /api/conversations/:id/as-of` must be asked. */
export const asOfQuery = z.object({ at: moment })

const asOf = staffEndpoint('/:id/as-of', async (request) => {
  const { at } = asOfQuery.parse(readQuery(request))
  const state = await readAsOf({ database: databaseOf(request.payload), id: readId(request), at })
  if (!state) throw notFound()
  return state
})

/** What staff may ask of conversations beyond REST. */
export const conversationEndpoints: Endpoint[] = [search, transcript, asOf]
