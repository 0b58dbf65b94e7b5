import { humanise } from './text'
import type { Tone } from './tone'

/**
 * How a conversation stands for someone who watches: the decision on its application where there
 * is one, else its own status. (The broker's farewell ends a conversation after the decision.)
 */
export const standingOf = ({
  outcome,
  status,
}: {
  outcome: string | null | undefined
  status: string
}): string => (outcome && decisions.has(outcome) ? outcome : status)

/** A status in words, and how it feels. A value that the product does not know is shown raw. */
export const describeStatus = (status: string): { label: string; tone: Tone } =>
  known[status] ?? { label: status, tone: 'none' }

/** An outcome of an application in words. */
export const describeOutcome = (outcome: string): { label: string; tone: Tone } =>
  outcomes[outcome] ?? { label: outcome, tone: 'none' }

/** A set of standings that a supervisor asks for together. */
export interface StatusGroup {
  key: string
  label: string
  statuses: readonly string[]
}

/** The groups that the board offers, in their order. */
export const statusGroups: readonly StatusGroup[] = [
  { key: 'active', label: 'Active', statuses: ['active'] },
  { key: 'paused', label: 'Paused', statuses: ['paused'] },
  { key: 'ended', label: 'Ended', statuses: ['soft_end', 'hard_end'] },
  { key: 'approved', label: 'Approved', statuses: ['approved'] },
  { key: 'declined', label: 'Declined', statuses: ['declined'] },
  { key: 'withdrawn', label: 'Withdrawn', statuses: ['withdrawn'] },
]

const decisions: ReadonlySet<string> = new Set(['approved', 'declined', 'withdrawn'])

/** The group of a standing; one that is in none is a group of its own. */
export const groupOfStatus = (status: string): StatusGroup =>
  statusGroups.find(({ statuses }) => statuses.includes(status)) ?? {
    key: `${rawPrefix}${status}`,
    label: status,
    statuses: [status],
  }

/**
 * Counts the standings of the loaded conversations by group. Groups that are empty drop out, but
 * for the first and the one that is selected.
 */
export const countByGroup = (
  statuses: string[],
  selected = '',
): (StatusGroup & { count: number })[] => {
  const counts = new Map(statusGroups.map((group) => [group.key, { ...group, count: 0 }]))
  for (const status of statuses) {
    const group = groupOfStatus(status)
    const entry = counts.get(group.key) ?? { ...group, count: 0 }
    entry.count += 1
    counts.set(group.key, entry)
  }
  if (selected.startsWith(rawPrefix) && !counts.has(selected))
    counts.set(selected, { ...groupOfStatus(selected.slice(rawPrefix.length)), count: 0 })
  return [...counts.values()].filter(
    ({ count, key }) => count > 0 || key === 'active' || key === selected,
  )
}

const rawPrefix = 'raw:'

const known: Record<string, { label: string; tone: Tone }> = {
  active: { label: 'active', tone: 'accent' },
  paused: { label: 'paused', tone: 'warn' },
  soft_end: { label: 'ended', tone: 'none' },
  hard_end: { label: 'hard end', tone: 'none' },
  approved: { label: 'approved', tone: 'ok' },
  declined: { label: 'declined', tone: 'bad' },
  withdrawn: { label: 'withdrawn', tone: 'none' },
}

const outcomes: Record<string, { label: string; tone: Tone }> = {
  pending: { label: humanise('pending'), tone: 'warn' },
  approved: { label: humanise('approved'), tone: 'ok' },
  declined: { label: humanise('declined'), tone: 'bad' },
  withdrawn: { label: humanise('withdrawn'), tone: 'none' },
}
