import { Command } from 'commander'

import { addDeadLetterCommands } from './deadLetters'
import { addExportCommand } from './export'
import { addRebuildCommand } from './rebuild'
import { addReplayCommand } from './replay'
import { addStatusCommand } from './status'
import { addUserCommands } from './users'
import { addVerifyCommand } from './verify'

/** The operator's command line: `npm run billie -- COMMAND`. */
const program = new Command('billie').description("The operator's commands").showHelpAfterError()

addStatusCommand(program)
addVerifyCommand(program)
addRebuildCommand(program)
addReplayCommand(program)
addDeadLetterCommands(program)
addExportCommand(program)
addUserCommands(program)

void program.parseAsync()
