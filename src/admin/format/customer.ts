import type { Tone } from './tone'

/** The result of the electronic identity check in words; nothing where there is none. */
export const describeEkyc = (
  status: string | null | undefined,
): { label: string; tone: Tone } | undefined =>
  status ? { label: `eKYC ${status}`, tone: ekycTones[status] ?? 'none' } : undefined

/** Whether a person is alive is worth a word only where it is not plainly so. */
export const describeIndividualStatus = (
  status: string | null | undefined,
): { label: string; tone: Tone } | undefined => {
  if (!status || status === 'LIVING') return undefined
  return status === 'DECEASED' || status === 'MISSING'
    ? { label: status.toLowerCase(), tone: 'bad' }
    : { label: status, tone: 'none' }
}

const ekycTones: Record<string, Tone> = { successful: 'ok', failed: 'bad', pending: 'warn' }
