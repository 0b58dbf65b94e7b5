import { statfs } from 'node:fs/promises'

import { EngineProblem } from './problem'

const megabyte = 1024 * 1024

/** The least free space that the engines can work with: MongoDB builds no index below 500 MB. */
export const neededMegabytes = 1_000

/** @throws {EngineProblem} where the disk that holds `folder` is too full to work on */
export const checkDisk = async (folder: string): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  const freeMegabytes = Math.floor((bavail * bsize) / megabyte)
  if (freeMegabytes < neededMegabytes) throw diskFull(folder, freeMegabytes)
}

/** What to tell when the disk is full. */
export const diskFull = (folder: string, freeMegabytes?: number): EngineProblem =>
  new EngineProblem(
    `The disk that holds ${folder} ` +
      (freeMegabytes === undefined ? 'is full' : `has only ${freeMegabytes} MB free`) +
      `: free at least ${neededMegabytes} MB, or choose a folder on another disk with -- --data DIR.`,
  )
