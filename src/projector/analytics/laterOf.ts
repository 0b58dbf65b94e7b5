/** The later of two archive ids; the one that is there, where one is missing. */
export const laterOf = (left: string | undefined, right: string | undefined): string | undefined =>
  left === undefined || (right !== undefined && right > left) ? right : left
