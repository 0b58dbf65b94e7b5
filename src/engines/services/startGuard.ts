import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import type { RecordKeeper } from './record'

/**
 * Starts the guard, a small process that outlives this one just long enough to stop what it left
 * running. It holds the other end of a pipe, which closes whatever way this process ends.
 */
export const startGuard = (options: { record: RecordKeeper; removeFolder?: string }): void => {
  const { record, removeFolder } = options
  const guard = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('./guard.mjs', import.meta.url)),
      record.file,
      record.owner.identity,
      ...(removeFolder ? ['--remove', removeFolder] : []),
    ],
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  guard.unref()
  // The pipe must stay open but not keep this process alive.
  ;(guard.stdin as unknown as { unref?: () => void } | null)?.unref?.()
}
