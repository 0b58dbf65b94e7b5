'use client'

import { useState } from 'react'

import type { BusinessAnswer } from '@/queries/business/answer'
import type { BucketSize } from '@/queries/business/calendar'
import { presets } from '@/queries/business/periods'

import { periodNames } from '../../business/periodNames'
import styles from './Head.module.css'
import type { AddressChange } from './useAddress'

const sizes: { key: BucketSize; label: string }[] = [
  { key: 'day', label: 'Day' },
  { key: 'week', label: 'Week' },
  { key: 'month', label: 'Month' },
]

/** Chooses the days, and how they are put together. */
export const PeriodPicker = ({
  change,
  data,
  search,
}: {
  change: (change: AddressChange) => void
  data: BusinessAnswer | undefined
  search: URLSearchParams
}) => {
  const isCustom = search.has('from')
  const [isChoosing, setIsChoosing] = useState(false)
  const period = isCustom ? undefined : (search.get('period') ?? '30d')
  return (
    <>
      <div aria-label="Period" className={styles.group} role="group">
        {presets.map((key) => (
          <button
            aria-pressed={period === key}
            key={key}
            onClick={() => {
              setIsChoosing(false)
              change({ period: key, from: '', to: '', by: '' })
            }}
            type="button"
          >
            {periodNames[key]}
          </button>
        ))}
        <button
          aria-expanded={isChoosing || isCustom}
          aria-pressed={isCustom}
          onClick={() => setIsChoosing(!isChoosing)}
          type="button"
        >
          Dates…
        </button>
      </div>
      {(isChoosing || isCustom) && (
        <form
          className={styles.dates}
          key={`${data?.period.from} ${data?.period.to}`}
          onSubmit={(event) => {
            event.preventDefault()
            const form = new FormData(event.currentTarget)
            const [from, to] = [String(form.get('from')), String(form.get('to'))]
            change({ period: '', by: '', from, to })
          }}
        >
          <input
            aria-label="From"
            defaultValue={search.get('from') ?? data?.period.from}
            name="from"
            required
            type="date"
          />
          –
          <input
            aria-label="To"
            defaultValue={search.get('to') ?? data?.period.to}
            name="to"
            required
            type="date"
          />
          <button type="submit">Show</button>
        </form>
      )}
      <div aria-label="Put together by" className={styles.group} role="group">
        {sizes.map(({ key, label }) => (
          <button
            aria-pressed={data?.by === key}
            disabled={key === 'day' && (data?.period.days ?? 0) > 400}
            key={key}
            onClick={() => change({ by: key })}
            type="button"
          >
            {label}
          </button>
        ))}
      </div>
    </>
  )
}
