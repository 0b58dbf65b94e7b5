import { z } from 'zod'

import { instant, jsonObject } from '../values'

/** A note that an agent posted. Earlier wordings come with it. */
export const noticeboardDat = z
  .object({
    agentName: z.string(),
    content: z.string(),
    versions: z.array(z.object({ content: z.string(), timestamp: instant.nullish() })).nullish(),
  })
  .transform(({ agentName, content, versions }) => ({
    agentName,
    content,
    versions: versions ?? [],
  }))

/** @see noticeboardDat */
export type Note = z.infer<typeof noticeboardDat>

const decisions = {
  APPROVED: 'approved',
  DECLINED: 'declined',
  WITHDRAWN: 'withdrawn',
  PENDING: 'pending',
} as const

/** A pattern for one of some words in any case, with space around it. */
function anyCase(words: string[]): string {
  const letter = (text: string): string => `[${text}${text.toLowerCase()}]`
  const patterns = words.map((word) => [...word].map(letter).join(''))
  return `^\\s*(${patterns.join('|')})\\s*$`
}

/** The decision in any case; a value that the spec does not name is an invalid event. */
export const finalDecisionDat = z
  .object({ decision: z.string().meta({ pattern: anyCase(Object.keys(decisions)) }) })
  .transform(({ decision }, context) => {
    const outcome = (decisions as Record<string, Outcome | undefined>)[
      decision.trim().toUpperCase()
    ]
    if (outcome) return { outcome }
    context.addIssue({
      code: 'custom',
      path: ['decision'],
      message: `is none of ${Object.keys(decisions).join(', ')}`,
    })
    return z.NEVER
  })

/** What became of an application. */
export type Outcome = (typeof decisions)[keyof typeof decisions]

/** The analysis of a conversation; an absent part leaves what was known. */
export const conversationSummaryDat = z
  .object({
    conversation_purpose: z.string().nullish(),
    conversation_facts: z.array(z.string()).nullish(),
  })
  .transform((dat) => ({
    ...(dat.conversation_purpose === undefined ? {} : { purpose: dat.conversation_purpose }),
    ...(dat.conversation_facts === undefined ? {} : { facts: dat.conversation_facts }),
  }))

/** @see conversationSummaryDat */
export type Summary = z.infer<typeof conversationSummaryDat>

/** An assessment's result: any object, kept whole. */
export const assessmentDat = jsonObject

/** The start of a conversation says nothing beyond its envelope. */
export const conversationStartedDat = jsonObject
