import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'

import { generateEvents } from '@/simulator'

import { openBrowser } from '../runner/browser'
import type { Target } from '../runner/target'

/** Milliseconds from the append of an event until it is there. */
export interface Delays {
  p50: number
  p99: number
  count: number
}

/**
 * From `XADD` to the frame on a client of the live stream, at a steady rate of simulated events.
 * Both ends are in this process, so that one clock measures.
 */
export const measureFrames = async (
  target: Target,
  { ratePerSecond, seconds }: { ratePerSecond: number; seconds: number },
): Promise<Delays> => {
  const redis = new Redis(target.redisUrl)
  const token = await logIn(target)
  const stopping = new AbortController()
  const appendedAt = new Map<string, number>()
  const delays = new Map<string, number>()
  const reading = readFrames(target, token, stopping.signal, (eventId) => {
    const since = appendedAt.get(eventId)
    if (since !== undefined && !delays.has(eventId)) delays.set(eventId, performance.now() - since)
  })
  await delay(1_000)
  const events = generateEvents({
    seed: Date.now(),
    conversations: 40,
    count: ratePerSecond * seconds,
  })
  const startedAt = performance.now()
  for (const [index, event] of events.entries()) {
    const due = startedAt + (index * 1_000) / ratePerSecond
    if (due > performance.now()) await delay(due - performance.now())
    const before = performance.now()
    const id = await redis.xadd('chatLedger', '*', ...Object.entries(event).flat())
    if (id && event.agt === 'broker') appendedAt.set(id, before)
  }
  await delay(2_000)
  stopping.abort()
  await reading
  redis.disconnect()
  return summarise([...delays.values()])
}

/** From `XADD` to the changed DOM of the conversation page in Chromium. */
export const measureScreen = async (target: Target, samples: number): Promise<Delays> => {
  const redis = new Redis(target.redisUrl)
  const conversationId = `conv_bench_${Date.now()}`
  const say = (text: string) =>
    redis.xadd('chatLedger', '*', 'agt', 'broker', 'typ', 'user_input', 'cid', conversationId, 'tsp', new Date().toISOString(), 'dat', JSON.stringify({ u: text })) // prettier-ignore
  await say('first')
  const { close, context } = await openBrowser()
  const delays: number[] = []
  try {
    const page = await context.newPage()
    await page.goto(`${target.url}/admin/login`)
    await page.fill('input[name=email]', target.email)
    await page.fill('input[name=password]', target.password)
    await page.click('button[type=submit]')
    await page.waitForURL(`${target.url}/admin`)
    await page.goto(`${target.url}/admin/collections/conversations/${conversationId}`)
    await page.getByText('first', { exact: true }).first().waitFor()
    for (let sample = 0; sample < samples; sample++) {
      const text = `sample number ${sample} of the bench`
      const shown = page.evaluate<number>(waitForText(text))
      await delay(100)
      const before = Date.now()
      await say(text)
      delays.push((await shown) - before)
    }
  } finally {
    await close()
    redis.disconnect()
  }
  return summarise(delays)
}

/**
 * In the page: when the DOM first held a text, in milliseconds since the epoch. As source text: a
 * compiled function would call the compiler's helpers, which the page does not have.
 */
const waitForText = (text: string): string => `new Promise((resolve) => {
  const look = () => {
    if (!document.body.textContent.includes(${JSON.stringify(text)})) return
    observer.disconnect()
    resolve(Date.now())
  }
  const observer = new MutationObserver(look)
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
})`

const logIn = async ({ email, password, url }: Target): Promise<string> => {
  const response = await fetch(`${url}/api/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { token } = (await response.json()) as { token: string }
  return token
}

const readFrames = async (
  { url }: Target,
  token: string,
  signal: AbortSignal,
  onEvent: (eventId: string) => void,
): Promise<void> => {
  try {
    const response = await fetch(`${url}/api/realtime`, {
      headers: { authorization: `JWT ${token}` },
      signal,
    })
    if (!response.ok || !response.body)
      throw new Error(`the live stream answered ${response.status}`)
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      const frames = (rest + decoder.decode(chunk, { stream: true })).split('\n\n')
      rest = frames.pop() ?? ''
      for (const frame of frames) {
        const eventId = /"eventId":"(\d+-\d+)"/.exec(frame)?.[1]
        if (eventId) onEvent(eventId)
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

const summarise = (delays: number[]): Delays => {
  const sorted = [...delays].sort((left, right) => left - right)
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99), count: sorted.length }
}
