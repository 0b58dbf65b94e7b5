import { Redis } from 'ioredis'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { target } from '../runner/target'
import { append } from '../support/worker'
import { logIn, openApp } from './support/supervisor'

let page: Page
let close: () => Promise<void>
let redis: Redis

beforeEach(async () => {
  redis = new Redis(target().redisUrl)
  ;({ close, page } = await openApp())
  await logIn(page)
})

afterEach(async () => {
  redis.disconnect()
  await close()
})

const list = (slug: string) => page.goto(`${target().url}/admin/collections/${slug}`)
const rows = () => page.locator('tbody tr')

describe('the lists of what the ledger writes', () => {
  it('say where a projection stands as Redis writes it', async () => {
    const [id] = await append(redis, 'chatLedger', [
      {
        agt: 'broker',
        typ: 'conversation_started',
        cid: 'conv_lists',
        tsp: '2026-01-05T00:00:00Z',
      },
    ])
    const row = rows().filter({ hasText: 'ID: conversations' })
    await expect
      .poll(
        async () => {
          await list('projection-states')
          return row.locator('.cell-position').allInnerTexts()
        },
        { timeout: 20_000, interval: 500 },
      )
      .toEqual([id])
    await row.getByRole('link').click()
    await page.waitForURL('**/projection-states/conversations')
    await page.locator('.field-type').getByText(id!, { exact: true }).waitFor()
  })

  it('offer no selection that leads nowhere', async () => {
    for (const slug of ['conversation-stats', 'projection-states']) {
      await list(slug)
      await rows().first().waitFor()
      expect(await page.getByRole('checkbox').count()).toBe(0)
    }
  })
})
