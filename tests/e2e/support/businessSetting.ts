import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'

import { createChangeFeed } from '@/realtime/changeFeed'

import { target } from '../../runner/target'
import { addYearOfBusiness, type YearOfBusiness } from '../../support/yearOfBusiness'
import { logIn, openApp, type Watch } from './supervisor'

/** What a test of the business's screens has at hand. */
export interface BusinessSetting {
  client: MongoClient
  /** A supervisor's, of each test anew. */
  page: Page
  watch: Watch
}

/** Adds numbers of the business for a test file, and logs a supervisor in for each test. */
export const openBusinessSetting = (year: YearOfBusiness): BusinessSetting => {
  const setting = {} as BusinessSetting
  let remove: () => Promise<void>
  let close: () => Promise<void>

  beforeAll(async () => {
    setting.client = await MongoClient.connect(target().databaseUri)
    remove = await addYearOfBusiness(setting.client.db(), year)
  })

  afterAll(async () => {
    await remove()
    await setting.client.close()
  })

  beforeEach(async () => {
    const opened = await openApp()
    close = opened.close
    Object.assign(setting, { page: opened.page, watch: opened.watch })
    await logIn(setting.page)
  })

  afterEach(() => close())

  return setting
}

/** Adds to the numbers of a day, and tells of it as the follower does. */
export const countMore = async (
  { client }: BusinessSetting,
  day: string,
  numbers: Record<string, number>,
): Promise<void> => {
  await client
    .db()
    .collection('daily-metrics')
    .updateOne({ day }, { $inc: { ...numbers, revision: 1 } })
  await tellOfChange(day)
}

let revision = 1

/** Tells every page that a day has other numbers now. */
export const tellOfChange = async (day: string): Promise<void> => {
  const redis = new Redis(target().redisUrl)
  try {
    await createChangeFeed({ redis }).publish([
      {
        collection: 'daily-metrics',
        operation: 'update',
        doc: { id: day, revision: ++revision },
        eventId: `${Date.now()}-0`,
        timestamp: new Date().toISOString(),
      },
    ])
  } finally {
    redis.disconnect()
  }
}
