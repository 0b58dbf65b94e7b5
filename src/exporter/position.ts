import { z } from 'zod'

/**
 * How far an export is, kept by the sink with the rows. Entries are read in the order in which they
 * were committed, so that one that was archived late, under an older stream id, is not missed.
 */
export const exportPosition = z.object({
  /** Identity of the archive that the rows are of. */
  archive: z.string().min(1),
  /** Identity of this export, wherever its sink is moved. */
  exportId: z.string().min(1),
  /** Number of the latest write; the archive's witness is never behind it. */
  sequence: z.number().int().min(0),
  /** Entries from before gates existed, in the order of their ids: they come first. */
  older: z.object({ after: z.string().nullable(), isDone: z.boolean() }),
  /** Everything else: the latest batch of each writer. */
  passages: z.array(z.object({ writer: z.string(), batch: z.number().int().min(0) })),
  /** The latest rebuild whose effect on dispositions is in the rows. */
  generation: z.number().int().min(0),
})

/** @see exportPosition */
export type ExportPosition = z.infer<typeof exportPosition>
