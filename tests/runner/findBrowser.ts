import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { chromium } from 'playwright-core'

import { lastLine, runCommand } from '@/engines/command'
import { SourceUnavailable } from '@/engines/problem'
import type { Progress } from '@/engines/progress'
import { projectRoot } from '@/engines/root'
import { canInstallPackages, installPackages } from '@/engines/sources/apt'
import { findOnPath } from '@/engines/sources/path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

const applications = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']

/** A browser that is here already: on the PATH, as an application, or of an earlier download. */
export const findBrowser = async (): Promise<string | undefined> => {
  for (const name of names) {
    const path = await findOnPath(name)
    if (path) return path
  }
  return [...applications, chromium.executablePath()].find((path) => existsSync(path))
}

/**
 * A browser, fetched where there is none: from the system's packages as root, else by Playwright.
 * @throws {Error} saying what to do where none can be had
 */
export const provideBrowser = async (log: Progress): Promise<string> => {
  const found = await findBrowser()
  if (found) return found
  const reasons: string[] = []
  if (await canInstallPackages())
    try {
      await installPackages(['chromium'], { log, detail: () => undefined })
      const installed = await findBrowser()
      if (installed) return installed
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error
      reasons.push(error.message)
    }
  log.note('Downloading Chromium with Playwright')
  const { code, output } = await runCommand({
    program: process.execPath,
    args: [join(projectRoot, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'],
    timeoutMs: 300_000,
  })
  if (code === 0 && existsSync(chromium.executablePath())) return chromium.executablePath()
  reasons.push(`Playwright could not download Chromium (${lastLine(output)})`)
  throw new Error(
    `No browser can be had: ${reasons.join('; ')}. Install chromium or Google Chrome.`,
  )
}
