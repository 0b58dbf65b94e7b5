/** What lets somebody watch: who they are, and the session or the API key that they showed. */
export interface Grant {
  /** Staff where nothing is said; the others watch what customers are shown, and nothing else. */
  kind?: 'customer' | 'portal-client'
  userId: string
  sessionId?: string
  /** Index of the API key, where one was shown instead of a session. */
  apiKeyIndex?: string
  /** When the session's token runs out, in milliseconds since the epoch. */
  expiresAtMs?: number
}
