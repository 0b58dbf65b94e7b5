/** The gate is closed for some milliseconds: nothing failed, the same batch passes soon. */
export class GateClosed extends Error {
  override readonly name = 'GateClosed'
  readonly code = 'GATE_CLOSED'

  constructor(readonly isExpired: boolean) {
    super('a rebuild is being switched in')
  }
}

/** The live documents were made by another version of a projection than this program has. */
export class VersionRetired extends Error {
  override readonly name = 'VersionRetired'
  readonly code = 'VERSION_RETIRED'

  constructor(
    readonly projection: string,
    readonly live: number,
    readonly mine: number,
  ) {
    super(`${projection}: the live documents are of version ${live}, this program has ${mine}`)
  }
}
