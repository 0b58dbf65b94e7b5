import { useEffect, useState } from 'react'

import { type PortalDocument, readFrames } from './readFrames'

/** What the portal shows, and whether it hears of changes at this moment. */
export interface PortalState {
  applications: PortalDocument[]
  conversations: PortalDocument[]
  state: 'loading' | 'live' | 'waiting' | 'failed' | 'ended'
}

const retryMs = 2_000

class NotAnswered extends Error {
  constructor(readonly status: number) {
    super(`the answer was ${status}`)
  }
}

/** A customer's documents, kept up to date by the live stream. */
export const usePortal = (customerId: string, token: string): PortalState => {
  const [shown, setShown] = useState<PortalState>({
    applications: [],
    conversations: [],
    state: 'loading',
  })
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    const base = `/api/customer/${encodeURIComponent(customerId)}`
    const ask = (path: string, headers = {}): Promise<Response> =>
      fetch(`${base}/${path}`, {
        headers: { Authorization: `Bearer ${token}`, ...headers },
        signal,
      })
    const list = async (path: string): Promise<PortalDocument[]> => {
      const response = await ask(path)
      if (!response.ok) throw new NotAnswered(response.status)
      return ((await response.json()) as { docs: PortalDocument[] }).docs
    }
    const load = async (): Promise<void> => {
      const [applications, conversations] = await Promise.all([
        list('applications'),
        list('conversations'),
      ])
      setShown((before) => ({ ...before, applications, conversations }))
    }
    let lastEventId: string | undefined

    const follow = async (): Promise<void> => {
      const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId }
      const response = await ask('realtime', headers)
      if (!response.ok || !response.body) throw new NotAnswered(response.status)
      // What is loaded after the stream stands is at least as new as its first change.
      if (lastEventId === undefined) await load()
      setShown((before) => ({ ...before, state: 'live' }))
      for await (const { data, id } of readFrames(response.body)) {
        lastEventId = id ?? lastEventId
        if (data?.type === 'resync') await load()
        else if (data?.doc) merge(data.collection, data.doc)
      }
    }
    const merge = (collection: string | undefined, doc: PortalDocument): void => {
      const name = collection === 'customer-applications' ? 'applications' : 'conversations'
      setShown((before) => {
        const known = before[name].find(({ id }) => id === doc.id)
        if (known && known.revision >= doc.revision) return before
        return { ...before, [name]: [doc, ...before[name].filter(({ id }) => id !== doc.id)] }
      })
    }
    const run = async (): Promise<void> => {
      while (!signal.aborted) {
        let state: PortalState['state'] = 'waiting'
        try {
          await follow()
        } catch (error) {
          // Said on the page; it is tried again, unless the token has run out.
          state = lastEventId === undefined ? 'failed' : 'waiting'
          if (error instanceof NotAnswered && error.status === 401) state = 'ended'
        }
        if (signal.aborted) return
        setShown((before) => ({ ...before, state }))
        if (state === 'ended') return
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
    void run()
    return () => leaving.abort()
  }, [customerId, token])
  return shown
}
