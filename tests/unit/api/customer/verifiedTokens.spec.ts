import { describe, expect, it, vi } from 'vitest'

import { createTokenVerifier } from '@/api/customer/tokens'
import { createVerifiedTokens } from '@/api/customer/verifiedTokens'

import { secret, toToken } from '../../../integration/customer/tokens'

const proves = (customerId: string, expiresAtMs = 1_000_000) => ({ customerId, expiresAtMs })

describe('tokens that were verified', () => {
  it('are known for a while, and no longer than they hold', () => {
    let nowMs = 0
    const tokens = createVerifiedTokens({ keepMs: 100, now: () => nowMs })
    tokens.keep('long', proves('a'))
    tokens.keep('short', proves('b', 50))
    expect([tokens.get('long'), tokens.get('short')]).toEqual([proves('a'), proves('b', 50)])
    nowMs = 50
    expect([tokens.get('long'), tokens.get('short')]).toEqual([proves('a'), undefined])
    nowMs = 100
    expect(tokens.get('long')).toBe(undefined)
  })

  it('are bounded in number and in length', () => {
    const tokens = createVerifiedTokens({ maximum: 2, now: () => 0 })
    for (const token of ['1', '2', '3']) tokens.keep(token, proves(token))
    tokens.keep('x'.repeat(2_049), proves('x'))
    expect(
      ['1', '2', '3', 'x'.repeat(2_049)].map((token) => tokens.get(token)?.customerId),
    ).toEqual([undefined, '2', '3', undefined])
  })

  it('prove nothing after their expiry, nor with another signature', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] })
    const verify = createTokenVerifier({ secrets: [secret] })
    const token = await toToken('c1', { expiresInSeconds: 10 })
    expect(await verify(token)).toMatchObject({ customerId: 'c1' })
    expect(await verify(token)).toMatchObject({ customerId: 'c1' })
    const forged = `${token.slice(0, -4)}${token.endsWith('AAAA') ? 'BBBB' : 'AAAA'}`
    expect(await verify(forged)).toBe('invalid')
    vi.setSystemTime(Date.now() + 41_000)
    expect(await verify(token)).toBe('invalid')
    vi.useRealTimers()
  })
})
