import { expect, it } from 'vitest'

import { readEnv } from '@/config/env'

const needed = {
  PAYLOAD_SECRET: 'a secret of the tests alone',
  DATABASE_URI: 'mongodb://127.0.0.1/billie?replicaSet=rs0',
  REDIS_URL: 'redis://127.0.0.1',
}

it('a user of the staff may hold twenty live streams where nothing else is set', () => {
  const read = (given?: string) => readEnv({ ...needed, LIVE_STREAMS_PER_USER: given })
  expect(read().LIVE_STREAMS_PER_USER).toBe(20)
  expect(read('').LIVE_STREAMS_PER_USER).toBe(20)
  expect(read('3').LIVE_STREAMS_PER_USER).toBe(3)
  for (const wrong of ['0', '-1', '2.5', 'many'])
    expect(() => read(wrong)).toThrow(/LIVE_STREAMS_PER_USER: /)
})
