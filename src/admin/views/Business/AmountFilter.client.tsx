'use client'

import styles from './Filters.module.css'
import type { AddressChange } from './useAddress'

/** Narrows by the loan amount, in whole dollars; applied on Enter or on leaving a field. */
export const AmountFilter = ({
  change,
  search,
}: {
  change: (change: AddressChange) => void
  search: URLSearchParams
}) => {
  const field = (name: 'amountFrom' | 'amountTo', label: string, placeholder: string) => (
    <input
      aria-label={label}
      defaultValue={search.get(name) ?? ''}
      inputMode="numeric"
      min={0}
      name={name}
      placeholder={placeholder}
      type="number"
    />
  )
  return (
    <form
      className={styles.choice}
      data-on={search.has('amountFrom') || search.has('amountTo') || undefined}
      onBlur={(event) => apply(event.currentTarget, change)}
      onSubmit={(event) => {
        event.preventDefault()
        apply(event.currentTarget, change)
      }}
    >
      <span>Amount $</span>
      {field('amountFrom', 'Amount from, in dollars', 'from')}–
      {field('amountTo', 'Amount to, in dollars', 'to')}
      <button hidden type="submit" />
    </form>
  )
}

const apply = (form: HTMLFormElement, change: (change: AddressChange) => void): void => {
  const data = new FormData(form)
  const read = (name: string): number | undefined => {
    const text = String(data.get(name) ?? '').trim()
    const amount = Number(text)
    return text === '' || !(amount >= 0) ? undefined : Math.round(amount)
  }
  const [from, to] = [read('amountFrom'), read('amountTo')]
  const isTurned = from !== undefined && to !== undefined && from > to
  change({
    amountFrom: String((isTurned ? to : from) ?? ''),
    amountTo: String((isTurned ? from : to) ?? ''),
  })
}
