import type { Command } from 'commander'

import { addDiscardCommand } from './discard'
import { addListCommand } from './list'
import { addRetryCommand } from './retry'
import { addShowCommand } from './show'

/** `dead-letters …`: what could not be applied, and what to do with it. */
export const addDeadLetterCommands = (program: Command): void => {
  const letters = program
    .command('dead-letters')
    .description('events that could not be applied (ID: stream id, or its form that sorts)')
  addListCommand(letters)
  addShowCommand(letters)
  addRetryCommand(letters)
  addDiscardCommand(letters)
}
