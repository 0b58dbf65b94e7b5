import { approval, declineReason, refusal, silence, withdrawal } from '../stages/decision'
import { fraudCheck } from '../stages/fraudCheck'
import { identity } from '../stages/identity'
import { intake } from '../stages/intake'
import { offer } from '../stages/offer'
import { serviceability } from '../stages/serviceability'
import { statements } from '../stages/statements'
import type { Beat, Story } from './beat'
import { asides } from './asides'
import type { Scene } from './scene'

/** A conversation from its start to whatever end the plan holds for it. */
export function* conversation(scene: Scene): Story {
  let turn = 0
  for (const beat of wholeStory(scene)) {
    if (beat.type === 'user_input' && ++turn === scene.plan.leavesAtTurn) {
      yield* scene.plan.outcome === 'withdrawn' ? withdrawal(scene) : silence(scene)
      return
    }
    yield* withAsides(scene, beat)
  }
}

function* wholeStory(scene: Scene): Story {
  yield* intake(scene)
  yield* identity(scene)
  scene.progress.identity = true
  if (scene.plan.identity === 'high') return yield* refusal(scene)
  yield* statements(scene)
  yield* serviceability(scene)
  scene.progress.budget = true
  if (declineReason(scene) === 'budget') return yield* refusal(scene)
  yield* fraudCheck(scene)
  if (declineReason(scene)) return yield* refusal(scene)
  scene.progress.offered = true
  yield* offer(scene)
  if (declineReason(scene)) return yield* refusal(scene)
  yield* approval(scene)
}

function* withAsides(scene: Scene, beat: Beat): Story {
  yield beat
  yield* asides(scene)
}
