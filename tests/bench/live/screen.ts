import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'

import { openBrowser } from '../../runner/browser'
import type { Target } from '../../runner/target'
import { at } from '../report'
import type { Suite } from '../suite'

/** From `XADD` to the changed DOM of the conversation page in Chromium. */
export const screenSuite: Suite = {
  name: 'screen',
  measure: async (bench) => {
    const delays = await measureScreen(await bench.app(), 50)
    return [
      {
        name: 'from append to the changed DOM in Chromium: p99 of 1 s',
        ratio: at(delays, 0.99) / 1_000,
        atMost: 1,
        figures: {
          'p50, ms': at(delays, 0.5),
          'p99, ms': at(delays, 0.99),
          events: delays.length,
        },
      },
    ]
  },
}

const measureScreen = async (target: Target, samples: number): Promise<number[]> => {
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
  return delays
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
