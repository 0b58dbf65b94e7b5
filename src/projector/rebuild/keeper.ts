import { dependents } from '@/projections'

import { sleep } from '../sleep'
import { ownVersions, readVersions } from '../gateMaster'
import { rebuildProjections, type RebuildParts, resumeRebuild } from './index'
import { readActive, RebuildLost, RebuildUnderWay } from './record'

/** Sees to it that the live documents become those of this program's projections. */
export interface RebuildKeeper {
  start: () => void
  /** Interrupts what it is at; the next process goes on with it. */
  stop: () => Promise<void>
}

/**
 * Starts the rebuild that a newer version of a projection calls for, and goes on with what a dead
 * process left behind. It never goes back to an older version: an older deployment beside a newer
 * one rests; whoever wants it back rolls back or rebuilds from there.
 */
export const createRebuildKeeper = (
  parts: Omit<RebuildParts, 'signal'>,
  { pollMs = 5_000, pauseAfterFailureMs = 60_000 } = {},
): RebuildKeeper => {
  const stopping = new AbortController()
  const { signal } = stopping
  let running: Promise<void> | undefined

  const look = async (): Promise<void> => {
    const store = parts.store()
    const active = await readActive(store)
    const isOurs = active?.startedBy === 'deployment' && isOwn(active.versions)
    if (active && (isOurs || active.phase === 'switching')) {
      await resumeRebuild({ ...parts, signal }, active._id, always)
      return
    }
    const names = await outdatedNames()
    if (names.length === 0) return
    parts.logger.info({ names }, 'the live documents are of an older version: rebuilding them')
    await rebuildProjections(
      { ...parts, signal },
      { names, startedBy: 'deployment', decide: always },
    )
  }

  const outdatedNames = async (): Promise<string[]> => {
    const live = await readVersions(parts.store())
    const outdated = Object.entries(ownVersions()).flatMap(([name, version]) =>
      version > (live[name] ?? 0) ? [name, ...(dependents[name] ?? [])] : [],
    )
    return [...new Set(outdated)]
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      let pauseMs = pollMs
      try {
        await look()
      } catch (error) {
        if (!(error instanceof RebuildUnderWay) && !(error instanceof RebuildLost)) {
          parts.logger.error({ err: error }, 'a rebuild failed; the live documents stay')
          pauseMs = pauseAfterFailureMs
        }
      }
      await sleep(pauseMs, signal)
    }
  }

  return {
    start: () => {
      running ??= run()
    },
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

const always = async (): Promise<boolean> => true

const isOwn = (versions: Record<string, number>): boolean =>
  Object.entries(ownVersions()).every(([name, version]) => versions[name] === version)
