import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'

import type { UploadConfig } from 'payload'

import { mediaDirectory } from '@/config/directories'

type Handler = NonNullable<UploadConfig['handlers']>[number]

/** Answers that there is no such file, where Payload takes it for a failure of the server. */
export const missingFile: Handler = (_request, { params }) =>
  // Payload waits for either answer; its type asks for one that is known before.
  answerWhereMissing(params.filename) as Promise<Response>

const answerWhereMissing = async (filename: string): Promise<Response | undefined> =>
  (await isFile(join(mediaDirectory(), basename(filename))))
    ? undefined
    : Response.json(
        { errors: [{ message: 'There is no such file.', code: 'NOT_FOUND' }] },
        { status: 404, headers: { 'Cache-Control': 'no-store' } },
      )

/** A name that no file can have is that of no file. */
const isFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
