import { describe, expect, it } from 'vitest'

import { requireOwnName } from '@/api/serverFunctions'

describe('the name of a server function', () => {
  it.each([
    'constructor',
    'toString',
    'valueOf',
    '__proto__',
    '__defineGetter__',
    'hasOwnProperty',
  ])('is not %s, which every object has', (name) =>
    expect(() => requireOwnName(name)).toThrow('no such server function'),
  )

  it.each([[['constructor']], [null], [undefined], [7], [{}]])('is a text: %j', (name) =>
    expect(() => requireOwnName(name)).toThrow('no such server function'),
  )

  it('may be any other: Payload knows which there are', () => {
    expect(() => requireOwnName('form-state')).not.toThrow()
  })
})
