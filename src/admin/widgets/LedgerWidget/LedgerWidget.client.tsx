'use client'

import { TryAgain } from '../../business/TryAgain'
import { Bones } from '../../components/Bones'
import { Message } from '../../components/Message'
import { Pill } from '../../components/Pill'
import { describeHealth } from '../../format/health'
import { formatClock } from '../../format/time'
import { useHealth } from '../../hooks/useHealth'
import styles from '../index.module.css'
import { WidgetCard } from '../WidgetCard'
import { Findings } from './Findings'
import { LedgerFacts } from './LedgerFacts.client'

/** How the ledger's way to the screens works: in a word, in numbers, and what is wrong. */
export const LedgerWidgetContent = () => {
  const { data, error, isError, refetch } = useHealth()
  const health = data && describeHealth(data.overall)
  return (
    <WidgetCard
      aside={
        <>
          {health && <Pill tone={isError ? 'none' : health.tone}>{health.label}</Pill>}
          {data && isError && (
            <span className={styles.stale}>
              as of {formatClock(data.evaluatedAt)}, not up to date
            </span>
          )}
        </>
      }
      name="ledger"
      title="Ledger"
    >
      {data ? (
        <>
          <LedgerFacts isOld={isError} report={data} />
          <Findings report={data} />
        </>
      ) : isError ? (
        <Message
          action={<TryAgain onClick={() => void refetch()} />}
          title="How it stands could not be read"
        >
          {error.message}
        </Message>
      ) : (
        <div className={styles.place} role="status">
          <span className={styles.hidden}>Reading how the ledger stands</span>
          <Bones lines={[40, 100, 100, 100, 100, 60]} />
        </div>
      )}
    </WidgetCard>
  )
}
