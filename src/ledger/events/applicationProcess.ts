import { z } from 'zod'

import { instant } from '../values'
import type { JsonValue } from '../json'

const text = z.string().nullish()
const flag = z.boolean().nullish()
const json = z.custom<JsonValue>().optional()

const step = z.object({
  stepName: text,
  description: text,
  complete: flag,
  type: text,
  completionEventName: text,
  answerInputType: text,
  prompts: z
    .object({
      main: text,
      completenessCheck: text,
      confirmation: text,
      outputJson: text,
      mappingOut: json,
    })
    .nullish(),
  businessLogic: z
    .object({ moduleName: text, methodName: text, mappingIn: json, mappingOut: json })
    .nullish(),
})

const stage = z.object({
  stageName: text,
  complete: flag,
  prompt: text,
  steps: z.array(step).nullish(),
})

const remark = z.object({ role: text, content: text, timestamp: instant.nullish() })

/** Where an application stands. It is sent whole and replaces the earlier one. */
export const applicationProcess = z.object({
  currentProcessStage: text,
  currentProcessStep: text,
  startedAt: instant.nullish(),
  updatedAt: instant.nullish(),
  applicationProcessState: z.array(stage).nullish(),
  conversation: z.array(remark).nullish(),
})

/** @see applicationProcess */
export type ApplicationProcess = z.infer<typeof applicationProcess>
