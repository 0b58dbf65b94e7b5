import { Command } from 'commander'

import { addUserCommands } from './users'
import { addVerifyCommand } from './verify'

/** The operator's command line: `npm run billie -- COMMAND`. */
const program = new Command('billie').description("The operator's commands").showHelpAfterError()

addUserCommands(program)
addVerifyCommand(program)

void program.parseAsync()
