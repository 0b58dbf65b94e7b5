import { mkdir, open, rename } from 'node:fs/promises'
import path from 'node:path'

/** Writes a file and waits until the disk has it; readable by its owner only. */
export const writeSynced = async (file: string, content: Buffer): Promise<void> => {
  const handle = await open(file, 'w', 0o600)
  try {
    await handle.writeFile(content)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes what was created, renamed or removed in a folder outlive a loss of power. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Replaces a file in one step: readers see the old content or the new one, whole. */
export const writeDurably = async (
  folder: string,
  name: string,
  content: Buffer,
): Promise<void> => {
  const file = path.join(folder, name)
  await writeSynced(`${file}.new`, content)
  await rename(`${file}.new`, file)
  await syncFolder(folder)
}

/** Creates a folder that its owner alone may enter, where it is missing. */
export const ensureFolder = async (folder: string): Promise<void> => {
  const created = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (created !== undefined) await syncFolder(path.dirname(created))
}
