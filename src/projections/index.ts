import { applications } from './applications'
import { conversations } from './conversations'
import { customers } from './customers'
import { customerApplications, customerConversations } from './portal'

export { applications, conversations, customerApplications, customerConversations, customers }

/** The read models that the supervisor's screens stand on; they link each other. */
export const supervisorProjections = { conversations, applications, customers } as const

/** The read models that customers are shown, worked out from the supervisors'. */
export const portalProjections = { customerApplications, customerConversations } as const

/** Read models that show parts of another one: where that changes its version, they change too. */
export const dependents: Readonly<Record<string, readonly string[]>> = {
  [conversations.name]: [customerConversations.name],
  [applications.name]: [customerApplications.name],
  [customers.name]: [conversations.name, customerConversations.name, customerApplications.name],
}

/** Every read model that is written with the events: what versions, gates and rebuilds go by. */
export const allProjections: readonly { name: string; version: number }[] = [
  ...Object.values(supervisorProjections),
  ...Object.values(portalProjections),
]
