import { describe, expect, it } from 'vitest'

import { createProbe } from '@/ops/health/probe'

const never = () => new Promise<never>(() => undefined)

describe('a probe', () => {
  it('answers with the value and how long it took', async () => {
    const answer = await createProbe()(async () => 7, 100)
    expect(answer).toMatchObject({ isAnswered: true, value: 7 })
  })

  it('does not wait longer than it may, and asks a hanging engine only once', async () => {
    const probe = createProbe()
    let asked = 0
    const ask = () => {
      asked += 1
      return never()
    }
    expect(await probe(ask, 20)).toEqual({ isAnswered: false, code: 'NO_ANSWER' })
    expect(await probe(ask, 20)).toEqual({ isAnswered: false, code: 'NO_ANSWER' })
    expect(asked).toBe(1)
  })

  it('gives a question up after a while and asks again', async () => {
    let now = 0
    const probe = createProbe(() => now)
    await probe(never, 20)
    now = 10_000
    expect(await probe(async () => 'back', 20)).toMatchObject({ value: 'back' })
  })

  it('tells the code of a failure and never its message', async () => {
    const refuse = (name: string, message: string, code?: string) => async () => {
      throw Object.assign(new Error(message), { name, code })
    }
    const probe = createProbe()
    expect(await probe(refuse('ReplyError', 'OOM used memory of Jane'), 20)).toEqual({
      isAnswered: false,
      code: 'OOM',
    })
    expect(await probe(refuse('Error', 'to 10.0.0.1', 'ECONNREFUSED'), 20)).toEqual({
      isAnswered: false,
      code: 'ECONNREFUSED',
    })
    expect(await probe(refuse('MongoServerError', 'Jane Doe'), 20)).toEqual({
      isAnswered: false,
      code: 'MongoServerError',
    })
  })
})
