import type { ApplicationDocument } from '../documents'

import { maximumStages, toName } from './bounds'
import type { ConversationStatsDocument } from './documents'

type Stages = Pick<ConversationStatsDocument, 'stages' | 'stagesReached' | 'currentStage'>

/** What the ledger keeps of a process, as far as stages go. */
interface Process {
  currentProcessStage?: string | null
  applicationProcessState?: { stageName?: string | null; complete?: boolean | null }[] | null
}

/**
 * The stages of an application in its own order, and those that were reached: completed, or the
 * present one, which comes last where the application does not list it. The first `maximumStages`
 * count.
 */
export const stagesOf = (application: ApplicationDocument | undefined): Stages => {
  const process = (application?.applicationProcess ?? {}) as Process
  const currentProcessStage = process.currentProcessStage && toName(process.currentProcessStage)
  const isComplete = new Map<string, boolean>()
  for (const { complete, stageName } of process.applicationProcessState ?? []) {
    if (!stageName) continue
    const name = toName(stageName)
    if (isComplete.size < maximumStages || isComplete.has(name))
      isComplete.set(name, isComplete.get(name) === true || complete === true)
  }
  const stages = [...isComplete.keys()]
  const reached = stages.filter(
    (stage) => isComplete.get(stage) === true || stage === currentProcessStage,
  )
  if (!currentProcessStage) return { stages, stagesReached: reached }
  return {
    stages,
    stagesReached: reached.includes(currentProcessStage)
      ? reached
      : [...reached, currentProcessStage],
    currentStage: currentProcessStage,
  }
}
