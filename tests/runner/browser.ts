import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { chromium, type BrowserContext } from 'playwright-core'

import { findBrowser } from './findBrowser'

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real Chromium with a profile of its own, which goes when it is closed. */
export const openBrowser = async (
  options: { colorScheme?: 'light' | 'dark'; viewport?: { width: number; height: number } } = {},
): Promise<{ context: BrowserContext; close: () => Promise<void> }> => {
  const executablePath = process.env.CHROMIUM_PATH ?? (await findBrowser())
  if (!executablePath) throw new Error('No Chromium here: install chromium or Google Chrome')
  const profile = await mkdtemp(join(tmpdir(), 'billie-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: quiet,
    viewport: options.viewport ?? { width: 1440, height: 900 },
    ...(options.colorScheme && { colorScheme: options.colorScheme }),
  })
  const close = async (): Promise<void> => {
    await context.close()
    await rm(profile, { recursive: true, force: true })
  }
  return { context, close }
}
