'use client'

import { useCallback, useEffect, useRef, useState } from 'react'

import { readTranscript } from '../live/api'
import type { Utterance } from '../live/documents'
import {
  addLive,
  addOlder,
  emptyWindow,
  idBefore,
  startWindow,
  type TranscriptWindow,
} from '../live/transcript'
import { useIsAnchored, useRealtimeSignal } from './useRealtime'

const pageSize = 50
const reloadPageSize = 200

/** More than this is not read again after a hole: the newest part is enough to go on from. */
const maximumReloadPages = 20

/** What is loaded of a conversation's transcript, kept complete up to its newest message. */
export const useTranscript = (conversationId: string) => {
  const isAnchored = useIsAnchored()
  const [transcript, setTranscript] = useState<TranscriptWindow>(emptyWindow)
  const [status, setStatus] = useState<'loading' | 'ready' | 'failed'>('loading')
  const [isLoadingOlder, setIsLoadingOlder] = useState(false)
  // What is heard while a page is on its way must not be lost under it.
  const heard = useRef<Utterance[]>([])
  const loading = useRef<AbortController | undefined>(undefined)

  const load = useCallback(
    async (known: TranscriptWindow) => {
      loading.current?.abort()
      const abort = new AbortController()
      loading.current = abort
      heard.current = []
      try {
        const loaded = await readLoadedPart(conversationId, known, abort.signal)
        if (abort.signal.aborted) return
        setTranscript(addLive(loaded, heard.current))
        setStatus('ready')
      } catch {
        if (!abort.signal.aborted) setStatus('failed')
      } finally {
        if (loading.current === abort) loading.current = undefined
      }
    },
    [conversationId],
  )

  useEffect(() => {
    if (isAnchored) void load(emptyWindow)
    return () => loading.current?.abort()
  }, [isAnchored, load])

  useRealtimeSignal((signal) => {
    // A load that is under way began before the place from which changes are heard: once more.
    const hasBegun = status !== 'loading' || loading.current !== undefined
    if (signal.kind === 'reload' && hasBegun) void load(transcript)
    if (signal.kind !== 'change' || signal.frame.collection !== 'utterances') return
    const { conversationId: of, ...utterance } = signal.frame.doc
    if (of !== conversationId) return
    const incoming = [utterance as unknown as Utterance]
    if (loading.current) heard.current.push(...incoming)
    if (status === 'ready') setTranscript((window) => addLive(window, incoming))
  })

  const loadOlder = async (): Promise<void> => {
    const oldest = transcript.utterances[0]
    if (!transcript.hasBefore || isLoadingOlder || !oldest) return
    setIsLoadingOlder(true)
    try {
      const page = await readTranscript(conversationId, { before: oldest.id, limit: pageSize })
      setTranscript((window) => addOlder(window, page))
    } catch {
      setStatus('failed')
    } finally {
      setIsLoadingOlder(false)
    }
  }

  const retry = (): void => {
    setStatus(transcript.utterances.length > 0 ? 'ready' : 'loading')
    void load(transcript)
  }

  return { transcript, status, isLoadingOlder, loadOlder, retry }
}

/** Reads the newest part, or, where messages are loaded already, everything from the oldest of them on. */
const readLoadedPart = async (
  conversationId: string,
  known: TranscriptWindow,
  signal: AbortSignal,
): Promise<TranscriptWindow> => {
  const oldest = known.utterances[0]
  if (oldest) {
    let window: TranscriptWindow = { ...known, utterances: [] }
    let after = idBefore(oldest.id)
    for (let page = 0; page < maximumReloadPages; page++) {
      const answer = await readTranscript(conversationId, { after, limit: reloadPageSize }, signal)
      window = { ...window, utterances: [...window.utterances, ...answer.docs] }
      after = answer.docs.at(-1)?.id ?? after
      if (!answer.hasAfter) return { ...window, anchor: known.anchor ?? window.utterances[0]?.id }
    }
  }
  return startWindow(await readTranscript(conversationId, { limit: pageSize }, signal))
}
