import { readFile } from 'node:fs/promises'

import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { target } from '../runner/target'
import { logIn, openApp, type Watch } from './support/supervisor'

let page: Page
let watch: Watch
let close: () => Promise<void>
/** What the browser's console said was wrong. */
let complaints: string[]

beforeEach(async () => {
  ;({ close, page, watch } = await openApp())
  complaints = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
})

afterEach(() => close())

const open = (path: string) => page.goto(`${target().url}${path}`)

const finder = () => page.getByRole('searchbox')
const links = () => page.getByRole('navigation', { name: /reference$/ }).getByRole('link')
const shownEntries = () => page.locator('[data-entry]:visible')

/** Waits until the page answers to keys, which it does once it is alive. */
const focusByKeyboard = async (): Promise<void> => {
  await finder().waitFor()
  await expect
    .poll(async () => {
      await page.keyboard.press('/')
      return finder().evaluate((element) => element === document.activeElement)
    })
    .toBe(true)
}

describe.each([
  {
    path: '/admin/api-reference',
    words: 'transcript',
    id: 'readTranscript',
    document: 'openapi.json',
    version: { openapi: '3.1.0' },
  },
  {
    path: '/admin/event-reference',
    words: 'user_input',
    id: 'ledger-user_input',
    document: 'asyncapi.json',
    version: { asyncapi: '3.0.0' },
  },
])('$path', ({ document, id, path, version, words }) => {
  it('is closed to whoever has no session', async () => {
    await open(path)
    await page.locator('input[name=email]').waitFor()
    expect(page.url()).toContain(`/admin/login?redirect=${encodeURIComponent(path)}`)
    expect(await page.locator('[data-entry]').count()).toBe(0)
  })

  it('is searched and walked by the keyboard alone', async () => {
    await logIn(page)
    await open(path)
    await focusByKeyboard()
    const all = await shownEntries().count()
    await page.keyboard.type(words)
    await expect.poll(() => links().count()).toBeLessThan(all)
    await page.locator(`[data-entry]#${id}`).waitFor()
    expect(await shownEntries().count()).toBe(await links().count())
    const hrefs = await links().evaluateAll((all) => all.map((each) => each.getAttribute('href')))
    for (let steps = hrefs.indexOf(`#${id}`); steps >= 0; steps -= 1)
      await page.keyboard.press('ArrowDown')
    expect(await page.locator(':focus').getAttribute('href')).toBe(`#${id}`)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${path}#${id}`)
    await page.locator(`[data-entry]#${id}:target`).waitFor()
    expect(watch).toEqual({ dialogs: [], errors: [] })
    expect(complaints).toEqual([])
  })

  it('opens at the entry that an address names', async () => {
    await logIn(page)
    await open(`${path}#${id}`)
    const entry = page.locator(`[data-entry]#${id}:target`)
    await entry.waitFor()
    await expect
      .poll(() => entry.evaluate((element) => element.getBoundingClientRect().top))
      .toBeLessThan(page.viewportSize()!.height)
  })

  it('is marked in the navigation, whichever of the two it is', async () => {
    await logIn(page)
    await open(path)
    const current = page.locator('nav [aria-current]')
    await current.waitFor({ state: 'attached' })
    expect(await current.allTextContents()).toEqual(['Reference'])
  })

  it('hands the document out', async () => {
    await logIn(page)
    await open(path)
    // What comes alive between a button's press and its release takes no click.
    await focusByKeyboard()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: `Download ${document}` }).click(),
    ])
    expect(download.suggestedFilename()).toBe(document)
    expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject(version)
  })
})
