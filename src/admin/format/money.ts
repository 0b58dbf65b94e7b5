const whole = new Intl.NumberFormat('en-AU', {
  style: 'currency',
  currency: 'AUD',
  trailingZeroDisplay: 'stripIfInteger',
} as Intl.NumberFormatOptions)

const exact = new Intl.NumberFormat('en-AU', { style: 'currency', currency: 'AUD' })

/** Dollars for a glance: `$4,200`, `$4,200.50`; a dash where there is no amount. */
export const formatMoney = (dollars: number | null | undefined): string =>
  typeof dollars === 'number' ? whole.format(dollars) : '–'

/** Dollars and cents: `$4,200.00`; a dash where there is no amount. */
export const formatExactMoney = (dollars: number | null | undefined): string =>
  typeof dollars === 'number' ? exact.format(dollars) : '–'
