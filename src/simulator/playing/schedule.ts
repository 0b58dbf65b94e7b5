/**
 * Says when each event is due, in milliseconds from the first. On the long run the rate is kept
 * exactly; in the short run events bunch and pause as they do in the simulation's own clock.
 */
export const createSchedule = (ratePerSecond: number): ((afterMs: number) => number) => {
  const spacingMs = 1000 / ratePerSecond
  // Never further off the even beat than this, so that the count follows the rate closely.
  const maximumDriftMs = Math.max(spacingMs * 3, 400)
  let averageMs = 0
  let events = 0
  let driftMs = 0
  let latestMs = 0
  return (afterMs) => {
    if (events === 0) {
      events = 1
      return 0
    }
    averageMs += (afterMs - averageMs) / Math.min(events, 500)
    const naturalMs = averageMs > 0 ? (afterMs / averageMs) * spacingMs : spacingMs
    const drift = driftMs * 0.97 + naturalMs - spacingMs
    driftMs = Math.max(-maximumDriftMs, Math.min(maximumDriftMs, drift))
    latestMs = Math.max(latestMs, events * spacingMs + driftMs)
    events++
    return latestMs
  }
}
