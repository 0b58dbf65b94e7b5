import { readFileSync } from 'node:fs'

import type { DemoFile } from '@/engines/demo/demoFile'

/** The app under end-to-end test. */
export type Target = DemoFile

/**
 * The running app that the browser tests drive: the one that the runner started, else a demo that
 * runs on this machine (`npm run demo -- --quiet-ledger`).
 */
export const target = (): Target => {
  const file = process.env.DEMO_FILE ?? '.billie/demo.json'
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Target
  } catch {
    throw new Error(
      `No app is running (${file}): use npm test -- --only e2e, or start npm run demo first`,
    )
  }
}
