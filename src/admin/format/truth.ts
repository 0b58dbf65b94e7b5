import { appendedAtMs } from '@/ledger/streamId'
import type { LiveStatus } from '@/realtime/liveStatus'

import type { ConnectionStatus } from '../live/stream'
import { countOf } from './text'
import { formatClock, formatClockExactly } from './time'
import type { Tone } from './tone'

/** What is known when the line is written. */
export interface TruthInput {
  connection: ConnectionStatus
  /** Since when the connection stands as it does, in milliseconds. */
  sinceMs: number
  /** A lost connection has come back just now. */
  hasCaughtUp: boolean
  /** The latest answer whose changes have all arrived on this screen; nothing before the first. */
  status: LiveStatus | undefined
  /** Whether answers still come, and their changes with them. */
  isFresh: boolean
}

/** What the line may say, without promising more than is known. */
export interface Truth {
  label: string
  detail: string
  tone: Extract<Tone, 'none' | 'warn'> | 'ok'
}

/** Something waits for so long without being behind: it is on its way. */
const patienceMs = 2_000
const catchingUpEvents = 1_000

/** What the reader may believe of the screen. */
export const describeTruth = (input: TruthInput): Truth => {
  const { connection, hasCaughtUp, isFresh, sinceMs, status } = input
  switch (connection) {
    case 'connecting':
      return { label: 'Connecting', detail: '', tone: 'none' }
    case 'reconnecting':
      return {
        label: `Reconnecting since ${formatClock(sinceMs)}`,
        detail: whatStays(status),
        tone: 'warn',
      }
    case 'overLimit':
      return {
        label: 'Not live: too many live screens',
        detail: `close one of your account elsewhere, and this one goes on; ${whatStays(status)}`,
        tone: 'warn',
      }
    case 'resynchronising':
      return { label: 'Resynchronising', detail: 'loading what changed meanwhile', tone: 'warn' }
    case 'live': {
      const label = hasCaughtUp ? 'Connected again, nothing was missed' : 'Live'
      if (!status) return { label, detail: '', tone: hasCaughtUp ? 'ok' : 'none' }
      if (isFresh && isStarting(status)) {
        const detail = `${unknownYet}${extentOf(status, ', it was ')}`
        return { label: 'Starting', detail, tone: 'none' }
      }
      if (!isFresh || status.atMs === undefined)
        return { label: 'Live', detail: `${unknown}${extentOf(status, ', it was ')}`, tone: 'warn' }
      return describeStatus(label, status)
    }
  }
}

const whatStays = (status: LiveStatus | undefined): string =>
  status?.completeTo
    ? `what you see stays; it is complete to ${clockOf(status.completeTo)}`
    : 'what you see stays, and may be older than the ledger'

const unknown = 'whether anything is missing cannot be known now'
const unknownYet = 'whether anything is missing is not known yet'

/** The server has just started, and knows of nothing that is amiss. */
const isStarting = ({ findings }: LiveStatus): boolean =>
  findings.includes('STARTING') && !findings.some((code) => code in stops)

const describeStatus = (label: string, status: LiveStatus): Truth => {
  const { behindEvents, findings, isBehindAtLeast, waitingMs } = status
  const stopped = findings.find((code) => code in stops)
  if (stopped !== undefined)
    return { label: stops[stopped]!, detail: extentOf(status), tone: 'warn' }
  const isBehind = behindEvents > 0 && waitingMs > patienceMs
  const behind = isBehind
    ? `${countOf(behindEvents, 'event')}${isBehindAtLeast ? ' or more' : ''} behind`
    : ''
  return {
    label: isBehind && behindEvents >= catchingUpEvents ? 'Catching up' : label,
    detail: [behind, extentOf(status)].filter((part) => part !== '').join(', '),
    tone: isBehind || hasGap(status) ? 'warn' : 'ok',
  }
}

/** Findings after which nothing more arrives until somebody acts, or an engine is back. */
const stops: Record<string, string> = {
  STALLED: 'Not live: events wait',
  WORKER_HUNG: 'Not live: events wait',
  GROUP_MISSING: 'Not live: nobody reads the ledger',
  NO_PRIMARY: 'Not live: the database takes no changes',
  ARCHIVE_UNREADABLE: 'Not live: the database is away',
}

/** Findings because of which nobody may say that all is there. */
const gaps = ['EVENTS_LOST', 'TRIMMED_UNREAD', 'MISSING_FROM_ARCHIVE']

const hasGap = ({ drifted, findings }: LiveStatus): boolean =>
  drifted > 0 || findings.some((code) => gaps.includes(code))

/** How far the screen is complete, or, where something is known to be missing, read. */
const extentOf = ({ completeTo, findings }: LiveStatus, prefix = ''): string => {
  if (completeTo === undefined) return prefix === '' ? 'no event yet' : ''
  const isComplete = !findings.some((code) => gaps.includes(code))
  return `${prefix}${isComplete ? 'complete' : 'read'} to ${clockOf(completeTo)}`
}

const clockOf = (eventId: string): string => formatClockExactly(appendedAtMs(eventId))

/** Whether the ledger has had nothing new for a while: an old time is then no sign of being late. */
export const isQuiet = ({ atMs, behindEvents, completeTo }: LiveStatus): boolean =>
  behindEvents === 0 &&
  atMs !== undefined &&
  completeTo !== undefined &&
  atMs - appendedAtMs(completeTo) >= quietMs

const quietMs = 10_000

/** What else is amiss, each in a few words. */
export const remarksOn = ({ drifted, findings, isRebuilding, lost }: LiveStatus): string[] => [
  ...(lost > 0 ? [`${countOf(lost, 'event')} lost in the last day`] : []),
  ...(findings.includes('TRIMMED_UNREAD') && lost === 0
    ? ['events were removed before they were read']
    : []),
  ...(findings.includes('MISSING_FROM_ARCHIVE') ? ['events are missing from the archive'] : []),
  ...(drifted > 0
    ? [`${countOf(drifted, 'document')} ${drifted === 1 ? 'differs' : 'differ'} from the ledger`]
    : []),
  ...(isRebuilding ? ['rebuilding'] : []),
]
