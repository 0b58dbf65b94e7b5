import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Board } from '@/admin/live/board'
import type { Application, ApplicationSummary, Conversation } from '@/admin/live/documents'
import type { ChangeFrame } from '@/realtime/frames'

const conversation = (id: string, over: Partial<Conversation> = {}) => ({
  id,
  conversationId: id,
  status: 'active',
  revision: 1,
  application: null as ApplicationSummary | null,
  ...over,
})

const frame = (
  collection: string,
  doc: ChangeFrame['doc'],
  operation: 'create' | 'update' = 'update',
): ChangeFrame => ({ collection, operation, doc, eventId: '1-0', timestamp: '' })

describe('Board', () => {
  const loadApplications = vi.fn<(ids: string[]) => Promise<Application[]>>()
  let board: Board

  beforeEach(() => {
    vi.useFakeTimers()
    loadApplications.mockReset().mockResolvedValue([])
    board = new Board(loadApplications)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('shows what a search has answered, with the summary of the application', () => {
    board.put([
      conversation('c1', {
        applicationId: 'a1',
        ...{ application: { id: 'a1', revision: 1, loanAmount: 900, stages: [] } },
      }),
    ])
    expect(board.getCard('c1')?.application?.loanAmount).toBe(900)
    expect(board.getCard('c1')?.conversation).not.toHaveProperty('application')
  })

  it('changes a card in place and tells only that card', () => {
    board.put([conversation('c1'), conversation('c2')])
    const first = vi.fn()
    const second = vi.fn()
    board.watchCard('c1', first)
    board.watchCard('c2', second)
    board.apply(frame('conversations', conversation('c1', { revision: 2, utteranceCount: 7 })))
    expect(board.getCard('c1')?.conversation.utteranceCount).toBe(7)
    expect(first).toHaveBeenCalledOnce()
    expect(second).not.toHaveBeenCalled()
  })

  it('ignores a change that is older than what it shows', () => {
    board.put([conversation('c1', { revision: 5, utteranceCount: 9 })])
    const card = board.getCard('c1')
    board.apply(frame('conversations', conversation('c1', { revision: 4, utteranceCount: 8 })))
    expect(board.getCard('c1')).toBe(card)
  })

  it('remembers conversations that begin, newest first and each once', () => {
    board.apply(frame('conversations', conversation('c1'), 'create'))
    board.apply(frame('conversations', conversation('c2'), 'create'))
    board.apply(frame('conversations', conversation('c1'), 'create'))
    expect(board.getArrivals()).toEqual(['c2', 'c1'])
  })

  it('does not take in conversations that are not loaded and did not just begin', () => {
    board.apply(frame('conversations', conversation('old', { revision: 80 })))
    expect(board.getCard('old')).toBeUndefined()
    expect(board.getArrivals()).toEqual([])
  })

  it('forgets the oldest arrivals beyond its bound', () => {
    const small = new Board(loadApplications, 2)
    for (const id of ['c1', 'c2', 'c3'])
      small.apply(frame('conversations', conversation(id), 'create'))
    expect(small.getArrivals()).toEqual(['c3', 'c2'])
  })

  it('updates every card of an application, and leaves applications of others out', () => {
    board.put([
      conversation('c1', { applicationId: 'a1' }),
      conversation('c2', { applicationId: 'a1' }),
    ])
    board.apply(frame('applications', { id: 'a1', revision: 2, loanAmount: 700 }))
    board.apply(frame('applications', { id: 'a9', revision: 2, loanAmount: 1 }))
    expect(board.getCard('c1')?.application?.loanAmount).toBe(700)
    expect(board.getCard('c2')?.application?.loanAmount).toBe(700)
  })

  it('fetches applications that changes link to and that it does not know, in one request', async () => {
    loadApplications.mockResolvedValue([
      { id: 'a1', revision: 1, applicationNumber: 'LN-1', loanAmount: 10 },
    ])
    board.apply(frame('conversations', conversation('c1', { applicationId: 'a1' }), 'create'))
    board.apply(frame('conversations', conversation('c2', { applicationId: 'a2' }), 'create'))
    await vi.advanceTimersByTimeAsync(200)
    expect(loadApplications).toHaveBeenCalledOnce()
    expect(loadApplications).toHaveBeenCalledWith(['a1', 'a2'])
    expect(board.getCard('c1')?.application?.loanAmount).toBe(10)
  })

  it('asks again later for applications that could not be fetched', async () => {
    loadApplications.mockRejectedValueOnce(new Error('away'))
    board.apply(frame('conversations', conversation('c1', { applicationId: 'a1' }), 'create'))
    await vi.advanceTimersByTimeAsync(200)
    loadApplications.mockResolvedValue([{ id: 'a1', revision: 1, applicationNumber: 'LN-1' }])
    await vi.advanceTimersByTimeAsync(6_000)
    expect(loadApplications).toHaveBeenCalledTimes(2)
    expect(board.getCard('c1')?.application?.applicationNumber).toBe('LN-1')
  })

  it('fetches nothing for an application that has come by itself meanwhile', async () => {
    board.apply(frame('conversations', conversation('c1', { applicationId: 'a1' }), 'create'))
    board.apply(frame('applications', { id: 'a1', revision: 1 }))
    await vi.advanceTimersByTimeAsync(200)
    expect(loadApplications).not.toHaveBeenCalled()
  })

  it('tells when a status changes, so that counts stay honest', () => {
    board.put([conversation('c1')])
    const before = board.getStandingVersion()
    board.apply(frame('conversations', conversation('c1', { revision: 2, utteranceCount: 1 })))
    expect(board.getStandingVersion()).toBe(before)
    board.apply(frame('conversations', conversation('c1', { revision: 3, status: 'approved' })))
    expect(board.getStandingVersion()).toBeGreaterThan(before)
    expect(board.getStanding('c1')).toBe('approved')
  })

  it('lets a decision on the application count, whenever it becomes known', () => {
    board.put([
      conversation('c1', {
        applicationId: 'a1',
        status: 'soft_end',
        ...{ application: { id: 'a1', revision: 1, applicationOutcome: 'pending', stages: [] } },
      }),
    ])
    expect(board.getStanding('c1')).toBe('soft_end')
    const before = board.getStandingVersion()
    board.apply(frame('applications', { id: 'a1', revision: 2, applicationOutcome: 'declined' }))
    expect(board.getStandingVersion()).toBeGreaterThan(before)
    expect(board.getStanding('c1')).toBe('declined')
  })
})
