'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useRealtimeSignal } from '../hooks/useRealtime'

/** The server's answers may be a second old: asked sooner, it might not tell of the change yet. */
const settleMs = 1_200

/** Changes of a moment are answered by one request, and requests keep this distance. */
const distanceMs = 2_000

/** Where no change is heard of, the numbers are read again so often: days end, silences grow. */
const netMs = 60_000

/** Reads the numbers of the business on a page again when a day's numbers change; once for a page. */
export const useBusinessRefresh = (): void => {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const lastMs = useRef(0)
  useEffect(() => {
    const net = setInterval(
      () => void client.invalidateQueries({ queryKey: ['business'] }, { cancelRefetch: false }),
      netMs,
    )
    return () => {
      clearInterval(net)
      clearTimeout(timer.current)
      timer.current = undefined
    }
  }, [client])
  useRealtimeSignal((signal) => {
    if (signal.kind !== 'change' || signal.frame.collection !== 'daily-metrics') return
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined
        lastMs.current = Date.now()
        void client.invalidateQueries({ queryKey: ['business'] })
      },
      Math.max(settleMs, lastMs.current + distanceMs - Date.now()),
    )
  })
}
