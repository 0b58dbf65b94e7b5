import { resolve } from 'node:path'

/** Where uploaded images are kept (`MEDIA_DIR`, default `.billie/media`). */
export const mediaDirectory = (): string =>
  resolve(/* turbopackIgnore: true */ process.env.MEDIA_DIR || '.billie/media')
