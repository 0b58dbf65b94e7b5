import type { ClientSession } from 'mongodb'

import { applications, conversations } from '@/projections'
import { analyticsVersion } from '@/projections/analytics'

import { VersionRetired } from '../gateErrors'
import { type MasterGate, masterOf } from '../gateMaster'
import type { Store } from '../store'
import type { AnalyticsVersion, FollowerState } from './state'

/**
 * What the numbers must be of, now, for this program.
 * @throws {VersionRetired} where newer conversations or applications are live than it knows
 */
export const readWanted = async (
  store: Store,
  timeZone: string,
  session?: ClientSession,
): Promise<AnalyticsVersion & { isSourceSwitching: boolean }> => {
  const master = await masterOf(store).findOne({ _id: '*' }, session && { session })
  if (master) expectKnown(master)
  return {
    version: analyticsVersion,
    timeZone,
    sources: master?.kept?.generation ?? 0,
    isSourceSwitching: master?.isClosed ?? false,
  }
}

/**
 * Nothing goes back to older numbers by itself: the programs of one ledger would take turns for ever.
 * @throws {VersionRetired} where a newer program counts, or was the last one to
 */
export const expectNoNewer = (state: Pick<FollowerState, 'live' | 'program'> | undefined): void => {
  const newest = Math.max(state?.program ?? 0, state?.live?.version ?? 0)
  if (newest > analyticsVersion) throw new VersionRetired('analytics', newest, analyticsVersion)
}

/** Whether two computations of the same events are alike. */
export const isSameVersion = (left: AnalyticsVersion, right: AnalyticsVersion): boolean =>
  isSameKind(left, right) && left.sources === right.sources

/** The same, whatever conversations and applications they were made of. */
export const isSameKind = (left: Kind, right: Kind): boolean =>
  left.version === right.version && left.timeZone === right.timeZone

type Kind = Pick<AnalyticsVersion, 'version' | 'timeZone'>

const expectKnown = ({ versions }: MasterGate): void => {
  for (const { name, version } of [applications, conversations])
    if ((versions[name] ?? 0) > version) throw new VersionRetired(name, versions[name]!, version)
}
