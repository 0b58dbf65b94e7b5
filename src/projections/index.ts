import { applications } from './applications'
import { conversations } from './conversations'
import { customers } from './customers'

export { applications, conversations, customers }

/** The read models that the supervisor's screens stand on; they link each other. */
export const supervisorProjections = { conversations, applications, customers } as const
