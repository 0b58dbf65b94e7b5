const percent = new Intl.NumberFormat('en-AU', { style: 'percent', maximumFractionDigits: 1 })

/** A share of 0 to 1 as `42.5%`; a dash where there is none. */
export const formatShare = (share: number | null | undefined): string =>
  typeof share === 'number' ? percent.format(share) : '–'
