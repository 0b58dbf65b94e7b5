'use client'

import type { BusinessChoices } from '@/queries/business/choices'

import { describeStatus } from '../../format/status'
import { toVisibleText, wordsOf } from '../../format/text'
import { AmountFilter } from './AmountFilter.client'
import styles from './Filters.module.css'
import type { AddressChange } from './useAddress'

const outcomes = [
  { value: 'approved', label: 'approved' },
  { value: 'declined', label: 'declined' },
  { value: 'withdrawn', label: 'withdrawn' },
  { value: 'undecided', label: 'undecided' },
]

/** Narrows all numbers of the page, but for today's. */
export const Filters = ({
  change,
  choices,
  search,
}: {
  change: (change: AddressChange) => void
  choices: BusinessChoices | undefined
  search: URLSearchParams
}) => {
  const none = { purpose: '', outcome: '', status: '', stage: '', amountFrom: '', amountTo: '' }
  const isNarrowed = Object.keys(none).some((name) => search.has(name))
  const choice = (name: keyof typeof none, label: string, options: Option[]) => (
    <Choice
      label={label}
      onChange={(value) => change({ [name]: value })}
      options={options}
      value={search.get(name) ?? ''}
    />
  )
  return (
    <div aria-label="Filters" className={styles.filters} role="group">
      {choice('purpose', 'Purpose', asWords(choices?.loanPurposes))}
      {choice('outcome', 'Outcome', outcomes)}
      {choice(
        'status',
        'Conversation',
        (choices?.statuses ?? []).map((value) => ({ value, label: describeStatus(value).label })),
      )}
      {choice('stage', 'Reached stage', asWords(choices?.stages))}
      <AmountFilter
        key={`${search.get('amountFrom')} ${search.get('amountTo')}`}
        change={change}
        search={search}
      />
      {isNarrowed && (
        <button className={styles.clear} onClick={() => change(none)} type="button">
          Clear filters
        </button>
      )}
    </div>
  )
}

interface Option {
  value: string
  label: string
}

const asWords = (values: string[] = []): Option[] =>
  values.map((value) => ({ value, label: toVisibleText(wordsOf(value)) }))

const Choice = ({
  label,
  onChange,
  options,
  value,
}: {
  label: string
  onChange: (value: string) => void
  options: Option[]
  value: string
}) => (
  <label className={styles.choice} data-on={value !== '' || undefined}>
    <span>{label}</span>
    <select onChange={(event) => onChange(event.target.value)} value={value}>
      <option value="">any</option>
      {/* What an address names stays chosen, whether it is among the latest or not. */}
      {value !== '' && !options.some((option) => option.value === value) && (
        <option value={value}>{toVisibleText(value)}</option>
      )}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  </label>
)
