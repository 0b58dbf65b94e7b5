import { describe, expect, it } from 'vitest'

import { errorShape } from '@/api/errorShape'

const failing = errorShape(() => Promise.reject(new TypeError('no configuration')))

describe('a collection with a name that every object has', () => {
  it.each(['__proto__', 'constructor/1', 'toString', 'hasOwnProperty/count'])(
    'is none: %s',
    async (path) => {
      const answer = await failing(new Request(`http://127.0.0.1/api/${path}`), undefined)
      expect(answer.status).toBe(404)
      expect(await answer.json()).toEqual({
        errors: [{ message: 'There is no such route.', code: 'NOT_FOUND' }],
      })
    },
  )

  it('does not hide what else goes wrong', async () => {
    const asked = failing(new Request('http://127.0.0.1/api/users'), undefined)
    await expect(asked).rejects.toThrow('no configuration')
  })
})
