/** What a customer's token proves. */
export interface CustomerToken {
  /** Business id of the customer (`sub`). */
  customerId: string
  /** From then on it is not accepted any more, in milliseconds since the epoch. */
  expiresAtMs: number
}

/** Tokens that were verified a moment ago; what was refused is never kept. */
export interface VerifiedTokens {
  get: (token: string) => CustomerToken | undefined
  keep: (token: string, proves: CustomerToken) => void
}

/** A longer token is verified every time: what is kept is bounded in bytes, too. */
const maximumCharacters = 2_048

/**
 * Keeps what tokens prove, so that a customer's next request costs no digest. A token is the key as
 * a whole, and nothing outlives its own expiry.
 * @param maximum the most tokens; the one that was kept first goes first
 * @param keepMs a token is verified again after so long
 */
export const createVerifiedTokens = ({
  keepMs = 60_000,
  maximum = 10_000,
  now = Date.now,
}: { keepMs?: number; maximum?: number; now?: () => number } = {}): VerifiedTokens => {
  const kept = new Map<string, { proves: CustomerToken; untilMs: number }>()
  return {
    get: (token) => {
      const found = kept.get(token)
      if (!found) return undefined
      if (now() < found.untilMs) return found.proves
      kept.delete(token)
      return undefined
    },
    keep: (token, proves) => {
      if (token.length > maximumCharacters) return
      kept.delete(token)
      if (kept.size >= maximum) kept.delete(kept.keys().next().value!)
      kept.set(token, { proves, untilMs: Math.min(now() + keepMs, proves.expiresAtMs) })
    },
  }
}
