import { openDataFolder, type DataFolder } from './dataFolder'
import { listenForInterrupt } from './interrupt'
import { EngineProblem, Interrupted } from './problem'
import { createProgress, type Progress } from './progress'

/** What a launcher's command works with. */
export interface Launch {
  folder: DataFolder
  log: Progress
  /** Aborted when the person asks to stop. */
  signal: AbortSignal
  /** Ends only when the person asks to stop. */
  untilInterrupted: Promise<never>
  /** Runs before the programs stop, the latest first. */
  beforeStop: (work: () => Promise<void> | void) => void
}

/**
 * Runs a launcher's command over a data folder: takes the folder, runs the work, and stops
 * everything in order however it ends. Failures that a person can act on are shown as a sentence.
 * Ends the process: code 0 after Ctrl-C, 1 after a failure.
 */
export const launch = async (options: {
  command: string
  dataPath: string
  run: (launched: Launch) => Promise<void>
}): Promise<never> => {
  const log = createProgress()
  const endings: (() => Promise<void> | void)[] = []
  let folder: DataFolder | undefined
  const interrupt = listenForInterrupt({
    onFirst: () => log.note('Stopping (Ctrl-C again to force)'),
    // The guard ends what is left as soon as this process is gone.
    force: () => process.exit(130),
  })
  let exitCode = 0
  try {
    folder = await openDataFolder({ path: options.dataPath, command: options.command })
    await Promise.race([
      interrupt.requested,
      options.run({
        folder,
        log,
        signal: interrupt.signal,
        untilInterrupted: interrupt.requested,
        beforeStop: (work) => void endings.unshift(work),
      }),
    ])
  } catch (error) {
    if (!(error instanceof Interrupted)) {
      exitCode = 1
      explain(error)
    }
  }
  const startedAt = Date.now()
  for (const ending of endings) await ending()
  await folder?.close()
  log.end()
  if (folder && interrupt.signal.aborted)
    console.log(
      `  Stopped in ${((Date.now() - startedAt) / 1_000).toFixed(1)} s. Data is kept in ${folder.name}.`,
    )
  process.exit(exitCode)
}

/** Shows a failure: a sentence where a person can act on it, everything where it is a defect. */
export const explain = (error: unknown): void => {
  if (error instanceof EngineProblem) console.error(`\n  ${error.message}\n`)
  else console.error('\n  This should not have happened:\n', error)
}
