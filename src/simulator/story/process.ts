import { processStages } from '../texts/processStages'
import { type Beat, type Json, machineBeat } from './beat'
import type { Scene } from './scene'

export type StageName =
  'intake' | 'identity' | 'statements' | 'serviceability' | 'fraud_check' | 'offer' | 'decision'

/** The application enters a stage (`done`: has left the last one). The process is sent whole. */
export const enterStage = (scene: Scene, stage: StageName | 'done', more: Json = {}): Beat =>
  machineBeat(scene, 'applicationDetail_changed', (at) => {
    scene.startedAt ||= at
    if (stage !== 'done') scene.entered.add(stage)
    return {
      applicationNumber: scene.applicationNumber,
      ...more,
      applicationProcess: processAt(scene, stage, at),
    }
  })

const processAt = (scene: Scene, stage: StageName | 'done', at: string): Json => {
  const isDone = stage === 'done'
  const current =
    processStages.find(({ stageName }) => stageName === stage) ?? processStages.at(-1)!
  // A refusal skips stages: what was never entered is not complete.
  const isComplete = (name: string) => scene.entered.has(name) && (isDone || name !== stage)
  return {
    currentProcessStage: current.stageName,
    currentProcessStep: (isDone ? current.steps.at(-1) : current.steps[0])!.stepName,
    startedAt: scene.startedAt,
    updatedAt: at,
    applicationProcessState: processStages.map(({ stageName, prompt, steps }) => ({
      stageName,
      complete: isComplete(stageName),
      prompt,
      steps: steps.map(({ stepName, description, type, answerInputType }) => ({
        stepName,
        description,
        complete: isComplete(stageName),
        type,
        completionEventName: `${stepName}_completed`,
        ...(answerInputType && { answerInputType }),
        ...(type === 'business_logic'
          ? { businessLogic: { moduleName: `policies.${stageName}`, methodName: stepName } }
          : { prompts: { main: description } }),
      })),
    })),
    conversation: [...scene.recent],
  }
}
