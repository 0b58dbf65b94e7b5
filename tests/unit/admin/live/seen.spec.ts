import { describe, expect, it, vi } from 'vitest'

import { SeenMessages } from '@/admin/live/seen'

describe('SeenMessages', () => {
  it('counts from the moment at which a conversation is first shown', () => {
    const seen = new SeenMessages()
    expect(seen.unseen('c1', 12)).toBe(0)
    expect(seen.unseen('c1', 14)).toBe(2)
  })

  it('begins again when the reader looks, and says so', () => {
    const seen = new SeenMessages()
    const watcher = vi.fn()
    seen.unseen('c1', 1)
    seen.watch('c1', watcher)
    seen.look('c1', 5)
    expect(watcher).toHaveBeenCalledOnce()
    expect(seen.unseen('c1', 6)).toBe(1)
  })

  it('says nothing when the reader looks at what they have seen', () => {
    const seen = new SeenMessages()
    const watcher = vi.fn()
    seen.unseen('c1', 3)
    seen.watch('c1', watcher)
    seen.look('c1', 3)
    expect(watcher).not.toHaveBeenCalled()
  })
})
