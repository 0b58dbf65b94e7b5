'use client'

import { Link } from '@payloadcms/ui'

import { appendedAtMs } from '@/ledger/streamId'
import type { CheckName, HealthReport } from '@/ops/health/report'

import { Pill } from '../../components/Pill'
import { parkedList } from '../../format/deadLetters'
import { checkNames, describeHealth } from '../../format/health'
import { countOf } from '../../format/text'
import { formatClockExactly } from '../../format/time'
import { useLiveStatus } from '../../hooks/useLiveStatus'
import { useConnection } from '../../hooks/useRealtime'
import styles from './index.module.css'

/** The parts and how each works; how far the screens are complete, and what waits. */
export const LedgerFacts = ({
  isOld,
  report: { checks },
}: {
  /** The report could not be read again: its colours would promise too much. */
  isOld: boolean
  report: HealthReport
}) => {
  const { isFresh, status } = useLiveStatus(useConnection().position)
  return (
    <dl className={styles.facts} data-stale={!isFresh || undefined}>
      {(Object.keys(checkNames) as CheckName[]).map((name) => {
        const { label, tone } = describeHealth(checks[name].status)
        return (
          <div key={name}>
            <dt>{checkNames[name]}</dt>
            <dd>
              <Pill tone={isOld ? 'none' : tone}>{label}</Pill>
            </dd>
          </div>
        )
      })}
      <div>
        <dt>Complete to</dt>
        <dd>{status?.completeTo ? formatClockExactly(appendedAtMs(status.completeTo)) : '–'}</dd>
      </div>
      <div>
        <dt>Behind</dt>
        <dd>
          {status
            ? `${countOf(status.behindEvents, 'event')}${status.isBehindAtLeast ? ' or more' : ''}`
            : '–'}
        </dd>
      </div>
      <div>
        <dt>Not applied</dt>
        <dd>
          {status && status.parked > 0 ? (
            <Link href={parkedList} prefetch={false}>
              {countOf(status.parked, 'event')}
            </Link>
          ) : (
            ((status && 'none') ?? '–')
          )}
        </dd>
      </div>
      <div>
        <dt>Lost in the last day</dt>
        <dd>{status ? (status.lost > 0 ? countOf(status.lost, 'event') : 'none') : '–'}</dd>
      </div>
    </dl>
  )
}
