import { readFile } from 'node:fs/promises'

import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'

import type { BusinessAnswer } from '@/queries/business/answer'

import { target } from '../runner/target'
import { makeYearOfBusiness } from '../support/yearOfBusiness'
import { countMore, openBusinessSetting, tellOfChange } from './support/businessSetting'
import type { Watch } from './support/supervisor'

/** Days that no other test's events fall on. */
const days = { from: '2019-03-04', to: '2019-03-31' }

const year = makeYearOfBusiness({
  conversations: 30,
  days: 20,
  prefix: 'march2019_',
  seed: 'browser',
  timeZone: 'Australia/Sydney',
  until: new Date('2019-03-30T12:00:00.000Z'),
})

const setting = openBusinessSetting(year)
let page: Page
let watch: Watch

beforeEach(async () => {
  ;({ page, watch } = setting)
  await page.goto(`${target().url}/admin/business?${new URLSearchParams({ ...days, by: 'week' })}`)
  await chart('Conversations started').waitFor()
})

const chart = (title: string) =>
  page.getByTestId('chart').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

/** Presses a key until the focus is where it is wanted, as somebody without a mouse does. */
const tabTo = async (isThere: () => Promise<boolean>): Promise<void> => {
  for (let pressed = 0; pressed < 120; pressed++) {
    await page.keyboard.press('Tab')
    if (await isThere()) return
  }
  throw new Error('The focus never came there')
}

const focused = () => page.locator(':focus')

const startedWithin = (from: string, to: string): number =>
  year.conversations.filter(({ startedDay }) => startedDay >= from && startedDay <= to).length

describe('the business page', () => {
  it('tells a bar as a table, and leads to the conversations behind it by the keyboard alone', async () => {
    const week = { from: '2019-03-18', to: '2019-03-24' }
    const volume = chart('Conversations started')
    const toggle = volume.getByRole('button', { name: 'Show as table' })
    await tabTo(() => toggle.evaluate((element) => element === document.activeElement))
    await page.keyboard.press('Enter')
    const number = volume.getByRole('button', { name: /18 Mar 2019 – 24 Mar 2019/ })
    await number.waitFor()
    expect(Number(await number.innerText())).toBe(startedWithin(week.from, week.to))
    expect(await volume.locator('table caption').innerText()).toContain('Conversations started')
    await tabTo(() => number.evaluate((element) => element === document.activeElement))
    await page.keyboard.press('Enter')
    const panel = page.getByTestId('behind')
    await panel.locator('tbody tr').first().waitFor()
    expect(await panel.locator('tbody tr').count()).toBe(startedWithin(week.from, week.to))
    expect(await panel.locator('tbody a').first().getAttribute('href')).toMatch(
      /^\/admin\/collections\/conversations\/conv_march2019_/,
    )
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    expect(await focused().getAttribute('aria-label')).toContain('18 Mar 2019 – 24 Mar 2019')
    expect(watch).toEqual({ dialogs: [], errors: [] })
  })

  it('says where there is no period before, and compares with none', async () => {
    const note = page.getByRole('note').filter({ hasText: 'no period before to compare with' })
    await note.waitFor()
    const started = page.locator('[data-number]').first().locator('xpath=following::p[1]')
    expect(await started.innerText()).toBe('–')
    expect(await started.getAttribute('title')).toBe('nothing was counted in the period before')
  })

  it('lets the arrow keys walk over the bars of a chart, Enter open one, and Tab leave it', async () => {
    const volume = chart('Conversations started')
    await volume.getByRole('button', { name: 'Show as table' }).focus()
    await page.keyboard.press('Tab')
    expect(await focused().getAttribute('aria-label')).toMatch(/^Started, 4 Mar 2019.*: \d/)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    const started = startedWithin('2019-03-18', '2019-03-24')
    const name = `Started, 18 Mar 2019 – 24 Mar 2019: ${started}. Show the conversations`
    expect(await focused().getAttribute('aria-label')).toBe(name)
    expect(await focused().evaluate((element) => getComputedStyle(element).outlineStyle)).toBe(
      'solid',
    )
    await volume.getByText('Enter shows the conversations').waitFor()
    await page.keyboard.press('Enter')
    const panel = page.getByTestId('behind')
    await panel.locator('tbody tr').first().waitFor()
    expect(await panel.locator('tbody tr').count()).toBe(started)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    expect(await focused().getAttribute('aria-label')).toBe(name)
    await page.keyboard.press('Tab')
    expect(await volume.evaluate((element) => element.contains(document.activeElement))).toBe(false)
    await page.keyboard.press('Shift+Tab')
    expect(await focused().getAttribute('aria-label')).toBe(name)
  })

  it('tells other series of a chart, and the points of lines, in the same way', async () => {
    await chart('Outcomes').getByRole('button', { name: 'Show as table' }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    expect(await focused().getAttribute('aria-label')).toMatch(/^Declined, 4 Mar 2019/)
    await chart('Time to decision').getByRole('button', { name: 'Show as table' }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('End')
    expect(await focused().getAttribute('aria-label')).toMatch(
      /^Time to decision, 25 Mar 2019.*min.*Show the conversations$/,
    )
    await chart('Funnel').getByRole('button', { name: 'Show as table' }).focus()
    await page.keyboard.press('Tab')
    await page.keyboard.press('ArrowDown')
    expect(await focused().getAttribute('aria-label')).not.toMatch(/^Started/)
    await page.keyboard.press('Tab')
    expect(
      await chart('Funnel').evaluate((element) => element.contains(document.activeElement)),
    ).toBe(false)
  })

  it('holds the focus of no number that newer numbers lack', async () => {
    const times = chart('Time to decision')
    const last = times.getByRole('button', { name: /^Time to decision, 25 Mar 2019/ })
    const hint = times.getByText('Enter shows the conversations')
    let isLacking = false
    await page.route('**/api/business/summary**', async (route) => {
      const response = await route.fetch()
      const json = (await response.json()) as BusinessAnswer
      if (isLacking) json.buckets.at(-1)!.numbers.medianTimeToDecisionMs = null
      await route.fulfill({ response, json })
    })
    await last.focus()
    await hint.waitFor()
    isLacking = true
    await tellOfChange('2019-03-30')
    await last.waitFor({ state: 'detached' })
    expect(await hint.count()).toBe(0)
    isLacking = false
    await tellOfChange('2019-03-30')
    await last.waitFor()
    expect(await hint.count()).toBe(0)
    await last.focus()
    await hint.waitFor()
  })

  it('gives the same numbers as a file', async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export CSV' }).click(),
    ])
    const lines = (await readFile(await download.path(), 'utf8')).split('\r\n')
    const week = lines.find((line) => line.startsWith('period,2019-03-18,2019-03-24,'))
    expect(Number(week?.split(',')[3])).toBe(startedWithin('2019-03-18', '2019-03-24'))
  })

  it('keeps its choices in the address, and goes back to the one before', async () => {
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('approved')
    await page.waitForURL(/outcome=approved/)
    const figure = page.locator('[data-figure=conversationsStarted] button')
    const approved = year.conversations.filter(({ outcome }) => outcome === 'approved').length
    await figure.filter({ hasText: new RegExp(`^${approved}$`) }).waitFor()
    await page.goBack()
    await figure.filter({ hasText: new RegExp(`^${year.conversations.length}$`) }).waitFor()
    expect(page.url()).not.toContain('outcome')
  })

  it('counts what happens while it is open, without a reload', async () => {
    const figure = page.getByRole('button', { name: /^Messages: / })
    const before = Number((await figure.innerText()).replace(/\D/g, ''))
    await countMore(setting, '2019-03-20', { messages: 7 })
    await figure
      .filter({ hasText: (before + 7).toLocaleString('en-AU') })
      .waitFor({ timeout: 8_000 })
  })

  it('is closed to whoever has no session', async () => {
    await page.context().clearCookies()
    await page.goto(`${target().url}/admin/business?period=7d`)
    await page.locator('input[name=email]').waitFor()
    expect(page.url()).toContain('/admin/login?redirect=')
  })
})
