/** The password that the operator hands to a command (`BILLIE_PASSWORD`), so that none is typed. */
export const givenPassword = (): string | undefined => process.env.BILLIE_PASSWORD || undefined
