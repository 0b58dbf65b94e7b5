import { analyticsNames } from '@/projections/analytics'

import { toShadowName, whenMissing } from '../rebuild/shadows'
import type { Store } from '../store'
import type { OwnedBuild } from './buildRecord'
import { countCommitted } from './count'
import { expectNoNewer, isSameVersion, readWanted } from './currency'
import { toSkippedSet } from './leftAlone'
import { ensureFollower } from './lease'
import { stepTimeoutMs } from './lanes'
import { laterOf } from './laterOf'
import { followersOf, readFollower } from './state'
import { buildTarget } from './target'

/** While the numbers were built, other conversations or applications were put in place. */
export class SourcesReplaced extends Error {
  override readonly name = 'SourcesReplaced'
  readonly code = 'SOURCES_REPLACED'

  constructor() {
    super('conversations or applications were replaced meanwhile: the numbers are built anew')
  }
}

/**
 * Puts a computation's numbers in the place of the live ones. One write decides, after which nobody
 * counts until the collections are renamed; whoever finds it half done finishes it.
 * @throws {SourcesReplaced}, {AnalyticsLost}, {VersionRetired}
 */
export const switchIn = async (store: Store, build: OwnedBuild): Promise<void> => {
  await ensureFollower(store)
  await build.step(stepTimeoutMs, async (session) => {
    const { generation, skipped, sources, startedBy, timeZone, version } = build.record
    if (startedBy === 'deployment') expectNoNewer(await readFollower(store, session))
    const built = { version, timeZone, sources }
    if (!isSameVersion(built, await readWanted(store, timeZone, session)))
      throw new SourcesReplaced()
    const slice = await countCommitted(
      {
        store,
        session,
        target: buildTarget({ generation, timeZone }),
        skipped: toSkippedSet(skipped),
      },
      build.record.passages,
      maximumSwitchEntries,
    )
    const position = laterOf(build.record.position, slice.position)
    await followersOf(store).updateOne(
      { _id: 'follower' },
      [
        {
          $set: {
            live: {
              $literal: { ...built, generation, isSwitching: true, passages: slice.passages },
            },
            // An operator may go back: the older program counts again then.
            program: version,
            skipped: { $literal: skipped },
            failures: 0,
            ...(position !== undefined && { position: { $literal: position } }),
            ...(slice.isCaughtUp && { caughtUpAt: '$$NOW' }),
          },
        },
      ],
      { session },
    )
    return { passages: slice.passages, phase: 'switched' }
  })
  await completeSwitch(store)
}

/** What is left then is counted by the next steps. */
const maximumSwitchEntries = 5_000

/** Finishes a switch that was decided; may be repeated, and by several at once. */
export const completeSwitch = async (store: Store): Promise<void> => {
  const live = (await readFollower(store))?.live
  if (!live?.isSwitching) return
  for (const name of analyticsNames)
    await store.db
      .admin()
      .command({
        renameCollection: `${store.db.databaseName}.${toShadowName(name, live.generation)}`,
        to: `${store.db.databaseName}.${name}`,
        dropTarget: true,
        writeConcern: { w: 'majority' },
      })
      // It was renamed before.
      .catch(whenMissing(undefined))
  await followersOf(store).updateOne(
    { _id: 'follower', 'live.generation': live.generation },
    { $set: { 'live.isSwitching': false } },
    { writeConcern: { w: 'majority' } },
  )
}
