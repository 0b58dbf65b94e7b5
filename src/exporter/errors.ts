/** Why an export cannot begin or go on. */
export type RefusalCode =
  /** The sink holds rows of another archive. */
  | 'FOREIGN_ARCHIVE'
  /** The archive is older than what was exported of it. */
  | 'ARCHIVE_RESTORED'
  /** Another process exports to the same sink. */
  | 'EXPORT_IN_USE'
  /** The sink was written by another version of this program. */
  | 'EXPORT_OF_ANOTHER_VERSION'
  /** The sink's own record is missing or does not fit what it holds. */
  | 'EXPORT_DAMAGED'
  /** The sink holds something that no export wrote. */
  | 'EXPORT_NOT_EMPTY'
  | 'EXPORT_OF_ANOTHER_FORMAT'

/** An export was refused; nothing was written. The message is meant for the operator. */
export class ExportRefused extends Error {
  override readonly name = 'ExportRefused'

  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message)
  }
}
