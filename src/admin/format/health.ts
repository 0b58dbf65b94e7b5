import type { CheckName, Health, HealthReport } from '@/ops/health/report'

import type { Tone } from './tone'

/** How well something works, in a word. */
export const describeHealth = (health: Health): { label: string; tone: Tone } =>
  (
    ({
      healthy: { label: 'Healthy', tone: 'ok' },
      degraded: { label: 'Degraded', tone: 'warn' },
      unhealthy: { label: 'Unhealthy', tone: 'bad' },
    }) as const
  )[health]

/** The checks as people call what they look at, in the order of an event's way. */
export const checkNames: Record<CheckName, string> = {
  redis: 'Redis',
  event_processing: 'Event processing',
  mongodb: 'MongoDB',
  projections_sync: 'Projections',
}

/** Something that is wrong, and where. */
export interface FindingLine {
  code: string
  where: string
  tone: Tone
  message: string
}

/** Everything that is wrong, the worst first. */
export const findingLines = ({ checks }: Pick<HealthReport, 'checks'>): FindingLine[] =>
  (Object.keys(checkNames) as CheckName[])
    .flatMap((name) =>
      checks[name].findings.map(({ code, message, severity }) => ({
        code,
        where: checkNames[name],
        tone: describeHealth(severity).tone,
        message,
      })),
    )
    .sort((one, other) => Number(other.tone === 'bad') - Number(one.tone === 'bad'))
