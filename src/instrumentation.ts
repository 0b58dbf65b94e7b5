/**
 * Boots Payload when the server starts, not at the first request: its `onInit` starts the
 * runtime, so that the ledger is projected even while nobody looks. Runs neither in a build nor
 * in the edge runtime.
 */
export const register = async (): Promise<void> => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { bootServer } = await import('./runtime/bootServer')
  await bootServer()
}
