import { acknowledgements, reassurances } from '../texts/opening'
import { backTo, detours, puzzled } from '../texts/detours'
import type { Question } from '../texts/question'
import type { Beat, Json, Story } from './beat'
import type { Scene } from './scene'
import { fill } from './text'
import { inVoice } from './voice'

/** Picks a text that was not used in this conversation yet, as long as there is one. */
export const choose = (scene: Scene, texts: readonly string[]): string => {
  const fresh = texts.filter((text) => !scene.used.has(text))
  const text = scene.random.pick(fresh.length > 0 ? fresh : texts)
  scene.used.add(text)
  return text
}

export interface Speech {
  says: readonly string[]
  why: readonly string[]
  input?: string
  /** Something said before: an acknowledgement, an explanation. */
  before?: string
  data?: Json
  ends?: boolean
  pauseMs?: number
}

/** The broker says something, one to four seconds after the customer. */
export const say = (scene: Scene, { says, why, before, ...speech }: Speech): Beat => {
  const text = fill([before, choose(scene, says)].filter(Boolean).join(' '), scene.words)
  const rationale = fill(scene.random.pick(why), scene.words)
  return utterance(scene, 'assistant_response', {
    text,
    rationale,
    input: speech.input ?? 'text',
    data: speech.data ?? {},
    ends: speech.ends ?? false,
    pauseMs: speech.pauseMs ?? Math.min(1000 + text.length * 9 + scene.random.whole(0, 1100), 4000),
  })
}

/** The customer says something, at their own pace. */
export const answer = (
  scene: Scene,
  { says, input = 'text', data = {} }: { says: readonly string[]; input?: string; data?: Json },
): Beat => {
  const text = inVoice(scene, fill(choose(scene, says), scene.words))
  const typingMs = 2600 + scene.random.whole(0, 6800) + text.length * 62
  return utterance(scene, 'user_input', {
    text,
    input,
    data,
    ends: false,
    pauseMs: Math.round(typingMs * scene.mood.pace),
  })
}

/** A question, what may come between, and the answer. */
export function* ask(
  scene: Scene,
  question: Question,
  { before, data = {}, nextStep }: { before?: string; data?: Json; nextStep?: string } = {},
): Story {
  const { asks, why, input, step, answers, unclear, slip } = question
  const opening = before ?? acknowledge(scene)
  const brokerData: Json = { step, ...(nextStep && { next_step: nextStep }) }
  yield say(scene, { says: asks, why, input, before: opening, data: brokerData })
  const { mood, random } = scene
  if (unclear && random.chance(mood.asksBack * 1.6)) {
    yield answer(scene, { says: unclear.says })
    yield say(scene, { says: unclear.explains, why: puzzled.why, input, data: brokerData })
  } else if (random.chance(mood.asksBack)) {
    yield* detour(scene, question)
  } else if (slip && random.chance(0.09)) {
    yield answer(scene, { says: slip.says, input })
    yield say(scene, { says: slip.again, why: slipWhy, input, data: { ...brokerData, retry: 1 } })
  }
  yield answer(scene, { says: answers[mood.register], input, data })
}

const slipWhy = [
  'The answer does not parse as the expected type. Ask again with an example.',
  'Validation failed for this step; stay friendly, one retry.',
]

function* detour(scene: Scene, { asks, input, step }: Question): Story {
  if (scene.mood.name === 'confused' && scene.random.chance(0.5)) {
    yield answer(scene, { says: puzzled.says })
    yield say(scene, {
      says: asks,
      why: puzzled.why,
      input,
      before: choose(scene, puzzled.explains),
      data: { step },
    })
    return
  }
  const fresh = detours.filter(({ why }) => !scene.used.has(why))
  const topic = scene.random.pick(fresh.length > 0 ? fresh : detours)
  scene.used.add(topic.why)
  yield answer(scene, { says: topic.says })
  const before = `${choose(scene, topic.replies)} ${choose(scene, backTo)}`
  yield say(scene, { says: asks, why: [topic.why], input, before, data: { step, detour: true } })
}

const acknowledge = (scene: Scene): string | undefined => {
  const { random, mood } = scene
  const kind = reassurances[mood.name]
  if (kind && random.chance(0.2)) return choose(scene, kind)
  return random.chance(0.62) ? choose(scene, acknowledgements) : undefined
}

const utterance = (
  scene: Scene,
  type: 'user_input' | 'assistant_response',
  spoken: {
    text: string
    rationale?: string
    input: string
    data: Json
    ends: boolean
    pauseMs: number
  },
): Beat => {
  const { keys } = scene.plan
  const isLong = keys === 'long' || (keys === 'mixed' && scene.random.chance(0.5))
  return {
    type,
    pauseMs: spoken.pauseMs,
    ends: spoken.ends,
    dat: (at) => {
      scene.recent.push({
        role: type === 'user_input' ? 'user' : 'assistant',
        content: spoken.text,
        timestamp: at,
      })
      if (scene.recent.length > 4) scene.recent.shift()
      return isLong ? longForm(scene, spoken) : shortForm(spoken)
    },
  }
}

type Spoken = Parameters<typeof utterance>[2]

const longForm = (scene: Scene, { text, rationale, input, data, ends }: Spoken): Json => ({
  conversation_id: scene.conversationId,
  utterance: text,
  ...(rationale && { rationale }),
  answer_input_type: input,
  prev_seq: scene.seq - 1,
  ...(ends && { end_conversation: true }),
  additional_data: data,
})

const shortForm = ({ text, rationale, input, data, ends }: Spoken): Json => ({
  u: text,
  ...(rationale && { r: rationale }),
  a: input,
  ...(ends && { e: true }),
  ...(Object.keys(data).length > 0 && { d: data }),
})
