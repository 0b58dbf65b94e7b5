import type { Page } from 'playwright-core'

import { openBrowser } from '../../runner/browser'
import { target } from '../../runner/target'

/** Everything that a page must never do while words of strangers are on it. */
export interface Watch {
  dialogs: string[]
  errors: string[]
}

/** A browser on the login page, with everything noted that should not happen. */
export const openApp = async (
  url = target().url,
): Promise<{ page: Page; watch: Watch; close: () => Promise<void> }> => {
  const { close, context } = await openBrowser()
  const page = await context.newPage()
  const watch: Watch = { dialogs: [], errors: [] }
  page.on('dialog', (dialog) => {
    watch.dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('pageerror', (error) => watch.errors.push(error.message))
  await page.goto(`${url}/admin`)
  return { page, watch, close }
}

/** Logs in as the demo's supervisor and waits for the screen that follows. */
export const logIn = async (page: Page): Promise<void> => {
  const { email, password } = target()
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', password)
  await page.click('button[type=submit]')
  await page.getByTestId('connection-state').waitFor()
}
