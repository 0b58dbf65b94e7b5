/** The fee's name with its share of the amount, where that can be told: `Fee (5 %)`. */
export const describeFee = ({
  loanAmount,
  loanFee,
}: {
  loanAmount?: number | null
  loanFee?: number | null
}): string => {
  if (!loanAmount || typeof loanFee !== 'number') return 'Fee'
  const percent = Math.round((loanFee / loanAmount) * 10_000) / 100
  return `Fee (${percent} %)`
}
