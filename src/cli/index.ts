import { Command } from 'commander'

import { addUserCommands } from './users'

/** The operator's command line: `npm run billie -- COMMAND`. */
const program = new Command('billie').description("The operator's commands").showHelpAfterError()

addUserCommands(program)

void program.parseAsync()
