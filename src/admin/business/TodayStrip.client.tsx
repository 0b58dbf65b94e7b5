'use client'

import type { ReactNode } from 'react'

import type { DayUntilNow, Today } from '@/queries/business/today'

import { Definition } from '../charts/Definition.client'
import { compare, type NumberKind } from '../format/comparison'
import { formatNumber } from './figures'
import styles from './TodayStrip.module.css'

const entries: { name: keyof DayUntilNow; label: string; kind: NumberKind }[] = [
  { name: 'conversationsStarted', label: 'started', kind: 'count' },
  { name: 'decided', label: 'decided', kind: 'count' },
  { name: 'approved', label: 'approved', kind: 'count' },
  { name: 'amountApproved', label: 'amount approved', kind: 'money' },
]

/** Today so far beside yesterday until the same time: the day at a glance, whatever is chosen below. */
export const TodayStrip = ({
  aside,
  timeZone,
  today: { today, until, yesterday },
}: {
  /** Stands at the end. */
  aside?: ReactNode
  timeZone: string
  today: Today
}) => (
  <section aria-label="Today" className={styles.strip} data-testid="today">
    <h2>
      Today until {clockOf(until, timeZone)}
      <Definition of="Today">
        Everything since midnight in {timeZone}, beside yesterday until the same time by the clock.
        Filters do not narrow it.
      </Definition>
    </h2>
    <dl>
      {entries.map(({ kind, label, name }) => (
        <div key={name}>
          <dt>{label}</dt>
          <dd>
            <b>{formatNumber(kind, today[name])}</b>{' '}
            <span title={`yesterday until then: ${formatNumber(kind, yesterday[name])}`}>
              {describe(kind, today[name], yesterday[name])}
            </span>
          </dd>
        </div>
      ))}
    </dl>
    {aside}
  </section>
)

const describe = (kind: NumberKind, now: number, before: number): string => {
  const { difference } = compare(kind, now, before)
  return difference === 'no change' ? 'as yesterday' : `${difference} on yesterday`
}

const clockOf = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-AU', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  }).format(new Date(at))
