/** The most days of past that can be asked for: it is made up in memory and appended at once. */
export const mostPastDays = 365
