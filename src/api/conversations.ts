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

const searchQuery = z.object({
  q: z.string().max(20_000).default(''),
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

const transcriptQuery = z.object({
  after: streamId.optional(),
  before: streamId.optional(),
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

const asOfQuery = z.object({ at: moment })

const asOf = staffEndpoint('/:id/as-of', async (request) => {
  const { at } = asOfQuery.parse(readQuery(request))
  const state = await readAsOf({ database: databaseOf(request.payload), id: readId(request), at })
  if (!state) throw notFound()
  return state
})

/** What staff may ask of conversations beyond REST. */
export const conversationEndpoints: Endpoint[] = [search, transcript, asOf]
