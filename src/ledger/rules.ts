import type { z } from 'zod'

import type { EventType } from './event'
import { applicationDetailDat } from './events/applicationDetail'
import {
  assessmentDat,
  conversationStartedDat,
  conversationSummaryDat,
  finalDecisionDat,
  noticeboardDat,
} from './events/others'
import { utteranceDat } from './events/utterance'

/** What an entry of one type must carry. */
export interface EventRule {
  /** Fields of the envelope that must stand there, beside those that every entry has. */
  needs: readonly ('cid' | 'aid')[]
  /** The schema of `dat`, once it is parsed. */
  dat: z.ZodType
  isDatOptional?: true
}

/**
 * The rules of every type: entries are parsed by them, and described by them. The change of an
 * application names it by `aid`, or in its data.
 */
export const eventRules = {
  conversation_started: { needs: ['cid'], dat: conversationStartedDat, isDatOptional: true },
  user_input: { needs: ['cid'], dat: utteranceDat },
  assistant_response: { needs: ['cid'], dat: utteranceDat },
  applicationDetail_changed: { needs: [], dat: applicationDetailDat },
  identityRisk_assessment: { needs: ['aid'], dat: assessmentDat },
  serviceability_assessment_results: { needs: ['aid'], dat: assessmentDat },
  fraudCheck_results: { needs: ['aid'], dat: assessmentDat },
  noticeboard_updated: { needs: ['aid'], dat: noticeboardDat },
  final_decision: { needs: ['aid'], dat: finalDecisionDat },
  conversation_summary: { needs: ['cid'], dat: conversationSummaryDat },
} as const satisfies Record<EventType, EventRule>
