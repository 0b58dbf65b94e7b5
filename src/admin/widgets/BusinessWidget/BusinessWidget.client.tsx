'use client'

import { useMemo } from 'react'

import { BehindScope } from '../../business/BehindScope.client'
import { figures } from '../../business/figures'
import { TryAgain } from '../../business/TryAgain'
import { useBusiness } from '../../business/useBusiness'
import { Bones } from '../../components/Bones'
import { Message } from '../../components/Message'
import type { WidgetChoice } from '../choice'
import styles from '../index.module.css'
import { WidgetCard } from '../WidgetCard'
import { Aside } from './Aside'
import { drawings } from './drawings'
import { titles, type BusinessWidgetName } from './names'

/** A widget about the business, on numbers that it shares with all widgets of the same period. */
export const BusinessWidgetContent = ({
  choice,
  name,
}: {
  choice: WidgetChoice
  name: BusinessWidgetName
}) => {
  const search = useMemo(() => new URLSearchParams({ period: choice.period }), [choice.period])
  const { data, error, isError, refetch } = useBusiness(search.toString())
  const Drawing = drawings[name]
  if (data)
    return (
      <BehindScope filters={search} timeZone={data.timeZone}>
        <div className={styles.widget} data-stale={isError || undefined} data-widget={name}>
          <Drawing
            aside={
              <Aside
                asOf={isError ? data.asOf : undefined}
                onTryAgain={() => void refetch()}
                period={name === 'today' ? undefined : choice.period}
              />
            }
            choice={choice}
            data={data}
          />
        </div>
      </BehindScope>
    )
  const isLow = name === 'today' || name === 'figure'
  return (
    <WidgetCard name={name} title={name === 'figure' ? figures[choice.figure].label : titles[name]}>
      {isError ? (
        <Message
          action={<TryAgain onClick={() => void refetch()} />}
          isCompact={isLow}
          title="The numbers could not be read"
        >
          {error.message}
        </Message>
      ) : (
        <div className={styles.place} data-low={isLow || undefined} role="status">
          <span className={styles.hidden}>Reading the numbers</span>
          <Bones lines={isLow ? [40, 60] : [30, 100, 90, 95, 80, 100, 92, 97, 85, 100, 94]} />
        </div>
      )}
    </WidgetCard>
  )
}
