import { randomUUID } from 'node:crypto'

import { Redis } from 'ioredis'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { target } from '../runner/target'
import { append, readFixture } from '../support/worker'
import { openProxy } from './support/cuttableProxy'
import { logIn, openApp, type Watch } from './support/supervisor'

const stream = 'chatLedger'
let redis: Redis
let page: Page
let watch: Watch
let close: () => Promise<void>

beforeAll(() => {
  redis = new Redis(target().redisUrl)
})

afterAll(() => redis.disconnect())

beforeEach(async () => {
  ;({ close, page, watch } = await openApp())
})

afterEach(() => close())

/** A conversation that no other test knows. */
const newConversation = () => {
  const id = randomUUID().slice(0, 8)
  const envelope = { agt: 'broker', cid: `conv_${id}`, aid: `app_${id}`, uid: `cust_${id}` }
  const event = (typ: string, dat: object) =>
    append(redis, stream, [
      { ...envelope, typ, tsp: new Date().toISOString(), dat: JSON.stringify(dat) },
    ])
  return {
    ...envelope,
    start: () => event('conversation_started', {}),
    customerSays: (u: string) => event('user_input', { u }),
    brokerSays: (u: string, r = '') => event('assistant_response', { u, r }),
    detail: (dat: object) => event('applicationDetail_changed', dat),
    path: `/admin/collections/conversations/conv_${id}`,
  }
}

const card = (text: string) => page.getByTestId('conversation-card').filter({ hasText: text })
const row = (text: string) => page.getByTestId('transcript-row').filter({ hasText: text })

describe('a supervisor', () => {
  it('sees a conversation appear on the board, opens it, and sees the next words arrive without a reload', async () => {
    await logIn(page)
    const conversation = newConversation()
    await conversation.start()
    await conversation.customerSays('hi i need some money for a vet bill')
    await card(conversation.uid).waitFor()
    await conversation.detail({
      loanAmount: '4200.00',
      customer: { first_name: 'Aroha', last_name: `Nguyễn ${conversation.uid}` },
    })
    await card(`Nguyễn ${conversation.uid}`).filter({ hasText: '$4,200' }).waitFor()
    await card(conversation.uid).click()
    await row('hi i need some money for a vet bill').waitFor()
    await page.evaluate(() => Object.assign(window, { isSameLoad: true }))
    await conversation.brokerSays('Happy to help with that.', 'Begin the identity step')
    await row('Happy to help with that.').waitFor()
    await row('Happy to help with that.').getByTestId('rationale-toggle').click()
    await page.getByText('Begin the identity step').waitFor()
    expect(await page.evaluate(() => (window as { isSameLoad?: boolean }).isSameLoad)).toBe(true)
    expect(watch).toEqual({ dialogs: [], errors: [] })
  })

  it('loses the connection, is told, and catches up without a gap or a repeat', async () => {
    await close()
    const proxy = await openProxy(target().url)
    try {
      ;({ close, page, watch } = await openApp(proxy.url))
      await logIn(page)
      const conversation = newConversation()
      await conversation.start()
      await conversation.customerSays('number 0.')
      await card(conversation.uid).filter({ hasText: 'number 0.' }).waitFor()
      await page.goto(`${proxy.url}${conversation.path}`)
      await row('number 0.').waitFor()
      proxy.cut()
      await page
        .getByTestId('connection-state')
        .filter({ hasText: /reconnect/i })
        .waitFor()
      // With a full stop: a row's text goes on with its time, and "number 2" at 00:23 holds "number 20".
      for (let said = 1; said <= 20; said++) await conversation.brokerSays(`number ${said}.`)
      proxy.mend()
      await row('number 20.').waitFor()
      await conversation.customerSays('number 21.')
      await row('number 21.').waitFor()
      const shown = await page.getByTestId('transcript-row').allInnerTexts()
      const numbers = shown.flatMap((text) => /number (\d+)/.exec(text)?.[1] ?? [])
      expect(numbers.map(Number)).toEqual(Array.from({ length: 22 }, (_, index) => index))
    } finally {
      await proxy.close()
    }
  })

  it('keeps the place while reading back, and jumps to what is new by the button', async () => {
    await logIn(page)
    const conversation = newConversation()
    for (let said = 0; said < 60; said++) await conversation.customerSays(`line ${said} of many`)
    await card(conversation.uid).filter({ hasText: 'line 59 of many' }).waitFor()
    await page.goto(`${target().url}${conversation.path}`)
    await row('line 59 of many').waitFor()
    // The list may still be settling at its end: it is scrolled until it stays away from there.
    for (let away = 0; away < 3;) {
      await page.getByTestId('transcript-row').first().hover()
      await page.mouse.wheel(0, -1_000)
      await page.waitForTimeout(300)
      away = (await row('line 59 of many').isVisible()) ? 0 : away + 1
    }
    await conversation.brokerSays('something new')
    await page.getByTestId('new-messages').filter({ hasText: '1 new' }).waitFor()
    expect(await row('something new').isVisible()).toBe(false)
    await page.getByTestId('new-messages').click()
    await row('something new').waitFor()
  })

  it('finds a conversation by the beginning of a name, by keyboard alone', async () => {
    await logIn(page)
    const conversation = newConversation()
    await conversation.customerSays('hello')
    const surname = `Zebedee${conversation.uid.slice(-4)}`
    await conversation.detail({ customer: { first_name: 'Maeve', last_name: surname } })
    await card(surname).waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type(surname.slice(0, -1).toLowerCase())
    await page.waitForFunction(
      () => document.querySelectorAll('[data-testid=conversation-card]').length === 1,
    )
    await page.keyboard.press('Tab')
    for (let presses = 0; presses < 20; presses++) {
      const isOnCard = await page.evaluate(
        () => document.activeElement?.closest('[data-testid=conversation-card]') !== null,
      )
      if (isOnCard) break
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await row('hello').waitFor()
  })

  it('reads hostile words as words: nothing in them is executed', async () => {
    await logIn(page)
    await append(redis, stream, readFixture('conversation-hostile.jsonl'))
    await card('onerror=alert(1)').waitFor()
    await page.goto(`${target().url}/admin/collections/conversations/conv_late`)
    await row('<img src=x onerror=alert(1)> hello before the start event').first().waitFor()
    await page.getByText('日本語').first().waitFor()
    expect(await page.locator('img[src=x]').count()).toBe(0)
    expect(watch).toEqual({ dialogs: [], errors: [] })
  })
})

describe('somebody else', () => {
  it('is asked to log in before anything is shown', async () => {
    await page.goto(`${target().url}/admin/collections/conversations/conv_123`)
    await page.locator('input[name=password]').waitFor()
    expect(await page.getByTestId('transcript-row').count()).toBe(0)
    for (const path of ['conversations', 'conversations/search?q=', 'realtime', 'applications'])
      expect((await fetch(`${target().url}/api/${path}`)).status).toBeGreaterThanOrEqual(401)
  })

  it('gets no more of the live stream after logging out', async () => {
    await logIn(page)
    const conversation = newConversation()
    await conversation.customerSays('before')
    await card('before')
      .filter({ hasText: conversation.cid.slice(5) })
      .waitFor()
    const cookies = await page.context().cookies()
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const response = await fetch(`${target().url}/api/realtime`, { headers: { cookie } })
    expect(response.status).toBe(200)
    const ended = readToEnd(response)
    await page.evaluate(() => fetch('/api/users/logout', { method: 'POST' }))
    expect(await ended).toContain('"type":"connected"')
    expect((await fetch(`${target().url}/api/realtime`, { headers: { cookie } })).status).toBe(401)
  })
})

/** The text of a stream, when it ends; a stream that never ends fails the test by its time-out. */
const readToEnd = async (response: Response): Promise<string> => response.text()
