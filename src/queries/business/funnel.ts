import type { ConversationRow } from './rows'
import { share } from './tally'

/** One step of the way from a started conversation to an approval. */
export interface FunnelStep {
  kind: 'started' | 'stage' | 'decided' | 'approved'
  /** Name of the stage, where the step is one. */
  stage: string | null
  conversations: number
  /** Of the conversations started, 0 to 1. */
  shareOfStarted: number | null
  /** Of the step before; above 1 where a stage was reached past the one before. */
  shareOfStepBefore: number | null
}

/** More stages than a screen can show are no process: the most reached ones are told. */
export const maximumFunnelStages = 100

/** Follows the conversations that started in one period, wherever they went since. */
export class Funnel {
  private started = 0
  private decided = 0
  private approved = 0
  private readonly stages = new Map<string, { reached: number; places: number; seen: number }>()

  add({ outcome, stages, stagesReached }: ConversationRow): void {
    this.started += 1
    if (outcome === 'approved' || outcome === 'declined') this.decided += 1
    if (outcome === 'approved') this.approved += 1
    stages?.forEach((stage, index) => {
      const known = this.stageOf(stage)
      known.places += index
      known.seen += 1
    })
    for (const stage of new Set(stagesReached)) this.stageOf(stage).reached += 1
  }

  /** The steps, the stages in the order in which the applications list them. */
  toSteps(): FunnelStep[] {
    const steps: { kind: FunnelStep['kind']; stage: string | null; conversations: number }[] = [
      { kind: 'started', stage: null, conversations: this.started },
      ...this.inOrder().map(([stage, { reached }]) => ({
        kind: 'stage' as const,
        stage,
        conversations: reached,
      })),
      { kind: 'decided', stage: null, conversations: this.decided },
      { kind: 'approved', stage: null, conversations: this.approved },
    ]
    return steps.map((step, index) => ({
      ...step,
      shareOfStarted: share(step.conversations, this.started),
      shareOfStepBefore:
        index === 0 ? null : share(step.conversations, steps[index - 1]!.conversations),
    }))
  }

  /** Names of the stages, in the same order. */
  toStages(): string[] {
    return this.inOrder().map(([stage]) => stage)
  }

  /** By the mean place in the lists; processes differ and change, so no single list is the order. */
  private inOrder() {
    const place = ({ places, seen }: { places: number; seen: number }): number =>
      seen === 0 ? Infinity : places / seen
    return this.mostReached().sort(
      ([leftName, left], [rightName, right]) =>
        compare(place(left), place(right)) || (leftName < rightName ? -1 : 1),
    )
  }

  private mostReached() {
    const all = [...this.stages]
    if (all.length <= maximumFunnelStages) return all
    return all
      .sort(
        ([leftName, left], [rightName, right]) =>
          right.reached - left.reached || (leftName < rightName ? -1 : 1),
      )
      .slice(0, maximumFunnelStages)
  }

  private stageOf(stage: string) {
    const known = this.stages.get(stage) ?? { reached: 0, places: 0, seen: 0 }
    this.stages.set(stage, known)
    return known
  }
}

const compare = (left: number, right: number): number =>
  left === right ? 0 : left < right ? -1 : 1
