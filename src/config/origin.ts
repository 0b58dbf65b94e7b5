import { payloadSettings } from './payloadSettings'

/** The origin that browsers use, where the operator has told it. */
export const publicOrigin = (): string | undefined => {
  const { PUBLIC_URL } = payloadSettings()
  return PUBLIC_URL === undefined ? undefined : new URL(PUBLIC_URL).origin
}

/** Whether browsers reach the product over https, so that cookies must be secure. */
export const usesHttps = (): boolean => publicOrigin()?.startsWith('https:') ?? false
