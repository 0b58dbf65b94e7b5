import { z } from 'zod'

import type { JsonObject } from '../json'
import { jsonObject, wholeNumber } from '../values'

/** What was said, whichever side said it (spec: `dat` by type, utterances). */
export interface Utterance {
  utterance: string
  /** The model's inner reasoning; for staff only. */
  rationale: string
  answerInputType: string
  prevSeq?: number
  /** The speaker ends the conversation. */
  endConversation: boolean
  additionalData: JsonObject
}

const text = z.string().nullish()
const flag = z.boolean().nullish()

/** Long and short keys mean the same; the long one wins where both stand. */
export const utteranceDat = z
  .object({
    utterance: text,
    u: text,
    rationale: text,
    r: text,
    answer_input_type: text,
    a: text,
    prev_seq: wholeNumber.nullish(),
    end_conversation: flag,
    e: flag,
    additional_data: jsonObject.nullish(),
    d: jsonObject.nullish(),
  })
  .transform((dat): Utterance => {
    const prevSeq = dat.prev_seq ?? undefined
    return {
      utterance: dat.utterance ?? dat.u ?? '',
      rationale: dat.rationale ?? dat.r ?? '',
      answerInputType: dat.answer_input_type ?? dat.a ?? '',
      ...(prevSeq === undefined ? {} : { prevSeq }),
      endConversation: dat.end_conversation ?? dat.e ?? false,
      additionalData: dat.additional_data ?? dat.d ?? {},
    }
  })
