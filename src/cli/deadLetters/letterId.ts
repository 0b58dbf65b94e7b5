import { InvalidArgumentError } from 'commander'

import { toLetterId } from '@/projector/letterId'

import { CommandFailure } from '../run'

/** Reads the id of a dead letter from the command line. */
export const readLetterId = (text: string): string => {
  const id = toLetterId(text)
  if (id !== undefined) return id
  throw new InvalidArgumentError('must be a stream id such as 1700000000000-0')
}

/** Reads one more id of a list. */
export const readLetterIds = (text: string, earlier: string[] = []): string[] => [
  ...earlier,
  readLetterId(text),
]

/** The failure that there is no letter of this id. */
export const noSuchLetter = (streamId: string): CommandFailure =>
  new CommandFailure(`There is no dead letter ${streamId}.`, 'NOT_FOUND')
