import type { ApplicationDocument } from '../documents'

import type { ConversationStatsDocument } from './documents'

type Stages = Pick<ConversationStatsDocument, 'stages' | 'stagesReached' | 'currentStage'>

/** What the ledger keeps of a process, as far as stages go. */
interface Process {
  currentProcessStage?: string | null
  applicationProcessState?: { stageName?: string | null; complete?: boolean | null }[] | null
}

/**
 * The stages of an application in its own order, and those that were reached: completed, or the
 * present one, which comes last where the application does not list it.
 */
export const stagesOf = (application: ApplicationDocument | undefined): Stages => {
  const { applicationProcessState, currentProcessStage } = (application?.applicationProcess ??
    {}) as Process
  const isComplete = new Map<string, boolean>()
  for (const { complete, stageName } of applicationProcessState ?? [])
    if (stageName)
      isComplete.set(stageName, isComplete.get(stageName) === true || complete === true)
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
