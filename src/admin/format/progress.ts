import type { Stage } from '../live/documents'
import { humanise } from './text'

/** Where an application stands on its way. */
export interface Progress {
  /** The current stage in words; nothing where no stage is known. */
  stage: string
  /** The current stage's place, counted from 1; 0 before the first. */
  position: number
  total: number
  marks: { name: string; state: 'done' | 'current' | 'open' }[]
}

/**
 * Reads an application's progress. The current stage is the named one; where the name is not
 * among the stages, the first that is not complete.
 */
export const progressOf = ({
  currentProcessStage,
  stages,
}: {
  currentProcessStage?: string | null
  stages: Stage[]
}): Progress => {
  const named = stages.findIndex(({ stageName }) => stageName === currentProcessStage)
  const firstOpen = stages.findIndex(({ complete }) => !complete)
  const current = named >= 0 ? named : firstOpen
  const isAllComplete = stages.length > 0 && firstOpen === -1
  const stage = currentProcessStage ?? stages[current]?.stageName ?? stages.at(-1)?.stageName ?? ''
  return {
    stage: humanise(stage),
    position: isAllComplete && named === -1 ? stages.length : current + 1,
    total: stages.length,
    marks: stages.map(({ complete, stageName }, index) => ({
      name: humanise(stageName),
      state: index === current && !complete ? 'current' : complete ? 'done' : 'open',
    })),
  }
}
