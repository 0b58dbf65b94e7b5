import { coolingOff, secondLook } from '../stages/afterwards'
import type { Beat, Story } from '../story/beat'
import { conversation } from '../story/conversation'
import { say } from '../story/dialogue'
import type { Scene } from '../story/scene'
import { endings } from '../texts/decision'

/**
 * A conversation as it goes where nobody has to see it to its end: customers go away and come back,
 * a person takes hours over a review, a decision is revised. Whatever it was, it is over at
 * `untilMs`, so that nothing of the past is still open.
 */
export function* unhurried(
  scene: Scene,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): Story {
  const { random } = scene
  let atMs = fromMs
  let ended = false
  let outcome: string | undefined
  const isFitting = (pauseMs: number) => atMs + pauseMs + restMs < untilMs
  const play = function* (story: Story): Story {
    for (const beat of story) {
      const longer = beat.pauseMs + longerOf(beat, outcome, scene)
      const pauseMs = isFitting(longer) ? longer : beat.pauseMs
      atMs += pauseMs
      ended ||= beat.ends === true
      if (beat.type === 'final_decision') outcome = decisionOf(beat)
      yield { ...beat, pauseMs }
    }
  }
  yield* play(conversation(scene))
  if (!ended && (outcome === undefined || outcome === 'PENDING')) yield* play(closing(scene))
  const laterMs = random.whole(5, 70) * hourMs
  if (!isFitting(laterMs)) return
  if (outcome === 'DECLINED' && canBeMended(scene) && random.chance(0.3))
    yield* play(secondLook(scene, laterMs))
  else if (outcome === 'APPROVED' && random.chance(0.04)) yield* play(coolingOff(scene, laterMs))
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** So long is left for what follows a pause. */
const restMs = 90 * minuteMs

/** How much longer than on stage something takes. */
const longerOf = (beat: Beat, outcome: string | undefined, { random }: Scene): number => {
  if (beat.type === 'final_decision' && outcome === 'PENDING' && decisionOf(beat) !== 'WITHDRAWN')
    return random.whole(12, 20 * 60) * minuteMs
  if (beat.type === 'user_input' && random.chance(0.012))
    return random.whole(30, 16 * 60) * minuteMs
  return 0
}

const decisionOf = ({ dat }: Beat): string =>
  String((dat as { decision: string }).decision).toUpperCase()

/** A budget that was too small for what the statements showed, with nothing kept back. */
const canBeMended = ({ customer, plan }: Scene): boolean =>
  plan.declineReason === 'budget' && customer.finances.undisclosed === 0

/** Whoever has gone away for good is closed by the broker in the end. */
function* closing(scene: Scene): Story {
  yield say(scene, {
    says: endings.lastNudges,
    why: endings.lastNudgeWhy,
    pauseMs: scene.random.whole(20, 50) * minuteMs,
    data: { nudge: 2 },
    ends: true,
  })
}
