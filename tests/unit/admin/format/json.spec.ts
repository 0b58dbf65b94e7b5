import { describe, expect, it } from 'vitest'

import { pairsOf, parseJson, prettify } from '@/admin/format/json'

describe('JSON text', () => {
  it('comes in readable lines where it is an object or a list', () => {
    expect(prettify('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
  })

  it.each(['{"cut of', 'words', '12345678901234567890', ''])('stays as it came: %s', (text) => {
    expect(prettify(text)).toBe(text)
  })

  it('is nothing where the text is none', () => {
    expect(parseJson('{')).toBeUndefined()
    expect(parseJson('null')).toBeNull()
  })
})

describe('a flat list of names and values', () => {
  it('keeps repeated names and a name without a value', () => {
    expect(pairsOf(['typ', 'a', 'typ', 'b', 'last'])).toEqual([
      { name: 'typ', value: 'a' },
      { name: 'typ', value: 'b' },
      { name: 'last', value: '' },
    ])
  })
})
