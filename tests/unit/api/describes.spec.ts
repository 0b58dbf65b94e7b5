import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { describes } from '@/api/answers/describes'

interface Note {
  text: string
  at: Date
  tags?: string[]
}

describe('a schema of an answer', () => {
  it('says what the type says, with times as text', () => {
    const note = describes<Note>()(
      z.object({ text: z.string(), at: z.string(), tags: z.array(z.string()).optional() }),
    )
    expect(note.parse({ text: 'a', at: '2026-01-01T00:00:00.000Z' })).toEqual({
      text: 'a',
      at: '2026-01-01T00:00:00.000Z',
    })
  })

  it('does not compile where it and the type have parted', () => {
    // @ts-expect-error the schema does not know `tags`
    describes<Note>()(z.object({ text: z.string(), at: z.string() }))
    // @ts-expect-error the type does not know `author`
    describes<Note>()(z.object({ text: z.string(), at: z.string(), tags: z.array(z.string()).optional(), author: z.string().nullable() })) // prettier-ignore
    // @ts-expect-error a time is text
    describes<Note>()(z.object({ text: z.string(), at: z.date(), tags: z.array(z.string()).optional() })) // prettier-ignore
    expect.assertions(0)
  })
})
