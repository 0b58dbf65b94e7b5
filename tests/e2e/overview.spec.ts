import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { isReached } from '@/projector/analytics/count'
import { readFollower } from '@/projector/analytics/state'
import { readPassages } from '@/projector/gateControl'

import { target } from '../runner/target'
import { makeYearOfBusiness } from '../support/yearOfBusiness'
import { countMore, openBusinessSetting } from './support/businessSetting'
import type { Watch } from './support/supervisor'

const dayMs = 86_400_000

/** Within the last 30 days, and on none of the days that other tests' events fall on. */
const until = new Date(Date.now() - 14 * dayMs)

const days = makeYearOfBusiness({
  conversations: 24,
  days: 6,
  prefix: 'overview_',
  seed: 'overview',
  timeZone: 'Australia/Sydney',
  until,
})

const setting = openBusinessSetting(days)
let page: Page
let watch: Watch
/** What the page has asked the server about the business. */
let questions: string[]

beforeEach(async () => {
  ;({ page, watch } = setting)
  questions = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname === '/api/business/summary') questions.push(search)
  })
  await page.goto(`${target().url}/admin/overview`)
})

afterEach(async () => {
  await setting.client
    .db()
    .collection('payload-preferences')
    .deleteMany({ key: 'dashboard-layout' })
})

/** Waits until the numbers have what other tests told the ledger, so that none of them changes. */
const untilCounted = (): Promise<void> =>
  expect
    .poll(
      async () => {
        const { client } = setting
        const store = { client, db: client.db() }
        const follower = await readFollower(store)
        return follower?.live && isReached(await readPassages(store), follower.live.passages)
      },
      { timeout: 20_000 },
    )
    .toBe(true)

const widget = (slug: string) => page.locator(`.widget[data-slug^="${slug}-"]`)

const slugs = (): Promise<string[]> =>
  page
    .locator('.widget')
    .evaluateAll((all) =>
      all.map((each) => (each as HTMLElement).dataset.slug!.replace(/-\d+$/, '')),
    )

const press = (name: string): Promise<void> =>
  page.getByRole('main').getByRole('button', { name, exact: true }).click()

const number = () => page.locator('[data-figure=conversationsStarted] [data-number]')

const read = async (): Promise<number> => Number((await number().innerText()).replace(/\D/g, ''))

describe('the overview', () => {
  it('shows the business and the ledger', async () => {
    await number().waitFor()
    expect(await read()).toBeGreaterThanOrEqual(days.conversations.length)
    for (const title of ['Conversations started', 'Outcomes', 'Funnel', 'Drop-off by stage'])
      await page
        .getByTestId('chart')
        .filter({ has: page.getByRole('heading', { name: title, exact: true }) })
        .waitFor()
    await widget('ledger').getByText('Event processing').waitFor()
    await widget('today').getByText('started').waitFor()
    expect(new Set(questions)).toEqual(new Set(['?period=30d']))
    expect(watch).toEqual({ dialogs: [], errors: [] })
  })

  it('asks once for all widgets of a period', async () => {
    await page.goto(`${target().url}/admin`)
    // What was loaded before the live stream stood would rightly be loaded once more.
    await page.getByTestId('connection-state').filter({ hasText: 'Live' }).waitFor()
    await untilCounted()
    questions = []
    await page.locator('#nav-overview').dispatchEvent('click')
    await number().waitFor()
    await widget('drop-off').getByTestId('chart').waitFor()
    await page.waitForTimeout(3_000)
    expect(questions).toEqual(['?period=30d'])
  })

  it('waits a moment for the live stream, so that nothing is asked before and again after it', async () => {
    let release = (): void => undefined
    const held = new Promise<void>((resolve) => (release = resolve))
    await page.route('**/api/realtime', async (route) => {
      await held
      await route.continue()
    })
    await untilCounted()
    // Setting the clock forward would let the page that is open ask, as it does every minute.
    await page.goto('about:blank')
    // The moment does not pass, however slow the machine is.
    await page.clock.install()
    await page.clock.pauseAt(Date.now() + 60_000)
    questions = []
    const asked = page.waitForRequest('**/api/realtime')
    await page.goto(`${target().url}/admin/overview`)
    await asked
    await page.waitForTimeout(1_000)
    expect(questions).toEqual([])
    release()
    await expect.poll(() => questions, { timeout: 20_000 }).toEqual(['?period=30d'])
    await page.waitForTimeout(1_000)
    expect(questions).toEqual(['?period=30d'])
  })

  it('counts what happens while it is open, without a reload', async () => {
    await number().waitFor()
    const before = await read()
    const { day } = days.days.find(({ conversationsStarted }) => conversationsStarted > 0)!
    await countMore(setting, day, { conversationsStarted: 7 })
    await number()
      .filter({ hasText: new RegExp(`^${(before + 7).toLocaleString('en-AU')}$`) })
      .waitFor()
    expect([...new Set(questions)]).toEqual(['?period=30d'])
  })

  it('leads from a figure to its conversations, and back to the figure', async () => {
    await number().click()
    const panel = page.getByTestId('behind')
    await panel.locator('tbody tr').first().waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    expect(await page.locator(':focus').getAttribute('aria-label')).toContain(
      'Conversations started',
    )
  })

  it('keeps a widget that somebody adds, and goes back to the first arrangement', async () => {
    await press('Arrange')
    await press('Add a widget')
    await page.getByRole('button', { name: 'Amounts', exact: true }).click()
    await widget('amounts').getByText('Asked', { exact: true }).waitFor()
    await Promise.all([
      page.waitForResponse(
        (response) => response.url().includes('/payload-preferences/') && response.ok(),
      ),
      press('Save'),
    ])
    await page.reload()
    await widget('amounts').getByText('Asked', { exact: true }).waitFor()
    await press('Reset')
    await page.locator('.confirmation-modal').getByRole('button', { name: 'Reset' }).click()
    await widget('amounts').waitFor({ state: 'detached' })
    expect(watch).toEqual({ dialogs: [], errors: [] })
  })

  it('is arranged by the keyboard alone', async () => {
    await press('Arrange')
    const before = await slugs()
    const place = async (): Promise<number> => (await slugs()).indexOf('ledger')
    // The nearest place above may be the one where the widget already is: further up is another.
    for (let steps = 1; steps <= 4 && (await place()) >= before.indexOf('ledger'); steps++) {
      await widget('ledger').locator('.draggable').focus()
      await page.keyboard.press('Space')
      await page.locator('.drag-overlay').waitFor()
      for (let step = 0; step < steps; step++) {
        await page.keyboard.press('ArrowUp')
        await page.waitForTimeout(300)
      }
      await page
        .locator('.droppable-widget[style*="--theme-success-400"]')
        .and(page.locator(':not([data-testid^="ledger-"])'))
        .waitFor({ state: 'attached' })
      await page.keyboard.press('Space')
      await page.locator('.drag-overlay').waitFor({ state: 'detached' })
    }
    const after = await slugs()
    expect(after.indexOf('ledger')).toBeLessThan(before.indexOf('ledger'))
    expect([...after].sort()).toEqual([...before].sort())
  })

  it('says what could not be read, and reads it when asked again', async () => {
    await page.route('**/api/business/summary**', (route) => route.abort())
    await page.reload()
    const volume = widget('volume')
    await volume.getByText('The numbers could not be read').waitFor()
    await page.unroute('**/api/business/summary**')
    await volume.getByRole('button', { name: 'Try again' }).click()
    await volume.getByTestId('chart').waitFor()
    await widget('outcomes').getByTestId('chart').waitFor()
  })

  it('is closed to whoever has no session', async () => {
    await page.context().clearCookies()
    await page.goto(`${target().url}/admin/overview`)
    await page.locator('input[name=email]').waitFor()
    expect(page.url()).toContain('/admin/login?redirect=')
    expect(await page.locator('.widget').count()).toBe(0)
  })
})
