import { compareStreamIds } from '@/ledger/streamId'

import type { Note } from '../live/documents'

/** One state of an agent's note. */
export interface NoticeState {
  content: string
  timestamp?: string | null
}

/** An agent's note: its latest state and those before it, newest first. */
export interface Notice {
  agentName: string
  latest: NoticeState
  earlier: NoticeState[]
}

/**
 * Makes one note of each agent's entries (spec: noticeboard): the latest entry is what it says
 * now; the entries before it and the versions that they carry are its history, each text once.
 * The note that changed last comes first.
 */
export const toNotices = (notes: Note[]): Notice[] => {
  const newestFirst = [...notes].sort((a, b) => compareStreamIds(b.id, a.id))
  const byAgent = new Map<string, Note[]>()
  for (const note of newestFirst)
    byAgent.set(note.agentName, [...(byAgent.get(note.agentName) ?? []), note])
  return [...byAgent].map(([agentName, entries]) => {
    const [latest, ...others] = entries.flatMap((entry) => [
      { content: entry.content, timestamp: entry.timestamp },
      ...[...(entry.versions ?? [])].reverse(),
    ])
    return { agentName, latest: toState(latest!), earlier: distinct(latest!, others).map(toState) }
  })
}

const distinct = (latest: NoticeState, states: NoticeState[]): NoticeState[] => {
  const seen = new Set([latest.content])
  return states.filter(({ content }) => !seen.has(content) && seen.add(content))
}

const toState = ({ content, timestamp }: NoticeState): NoticeState => ({ content, timestamp })
