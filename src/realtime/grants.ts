/** What lets somebody watch: who they are, and the session or the API key that they showed. */
export interface Grant {
  userId: string
  sessionId?: string
  /** Index of the API key, where one was shown instead of a session. */
  apiKeyIndex?: string
  /** When the session's token runs out, in milliseconds since the epoch. */
  expiresAtMs?: number
}
