import { Option, type Command } from 'commander'
import type { Payload, PayloadRequest } from 'payload'
import type { MongooseAdapter } from '@payloadcms/db-mongodb'
import type { ClientSession } from 'mongodb'

import { roles, type Role } from '@/collections/access/role'
import { givenPassword } from '@/config/password'
import { type AuditAction, recordAudit } from '@/ops/audit'
import { whileContested } from '@/projector/whileContested'
import { databaseOf } from '@/queries/database'

import { cliActor } from './actor'
import { checkPassword, obtainPassword } from './password'
import { CommandFailure, runWithPayload, type Report } from './run'

interface Options {
  email: string
  role: Role
  json?: boolean
}

/** `users …`: accounts, where nobody can log in yet to make them. */
export const addUserCommands = (program: Command): void => {
  const users = program.command('users').description('accounts of staff')
  users
    .command('create-admin')
    .description('create an admin (password: BILLIE_PASSWORD, asked, or printed once)')
    .requiredOption('--email <email>', 'the e-mail address to log in with')
    .option('--json', 'answer as JSON')
    .action(({ email, json }: Options) =>
      runWithPayload(json === true, (payload) => createAdmin(payload, email)),
    )
  users
    .command('ensure')
    .description('create an account, or set its role and (from BILLIE_PASSWORD) its password')
    .requiredOption('--email <email>', 'the e-mail address to log in with')
    .addOption(
      new Option('--role <role>', 'what it may do').choices([...roles]).default('supervisor'),
    )
    .option('--json', 'answer as JSON')
    .action(({ email, json, role }: Options) =>
      runWithPayload(json === true, (payload) => ensureUser(payload, email, role)),
    )
}

const createAdmin = async (payload: Payload, email: string): Promise<Report> => {
  if (await findUser(payload, email))
    throw new CommandFailure(
      `${email} exists already: "users ensure --role admin" changes it.`,
      'ALREADY_EXISTS',
    )
  return createUser(payload, email, 'admin')
}

const ensureUser = async (payload: Payload, email: string, role: Role): Promise<Report> => {
  const known = await findUser(payload, email)
  if (!known) return createUser(payload, email, role)
  const given = givenPassword()
  const password =
    given === undefined || (await opens(payload, email, given)) ? undefined : checkPassword(given)
  if (known.role !== role || password !== undefined)
    await audited(
      payload,
      'user.changed',
      { role, hasNewPassword: password !== undefined },
      (req) =>
        payload.update({
          collection: 'users',
          id: known.id,
          data: { role, ...(password !== undefined && { password }) },
          req,
        }),
    )
  await payload.unlock({ collection: 'users', data: { email } as never, overrideAccess: true })
  return toReport(email, role)
}

const createUser = async (payload: Payload, email: string, role: Role): Promise<Report> => {
  const { isGenerated, value } = await obtainPassword(`Password for ${email}`)
  await audited(payload, 'user.created', { role }, (req) =>
    payload.create({ collection: 'users', data: { email, role, password: value }, req }),
  )
  return toReport(email, role, isGenerated ? value : undefined)
}

/** Changes a user and records it, in one transaction. */
const audited = async (
  payload: Payload,
  action: AuditAction,
  details: Record<string, unknown>,
  change: (req: PayloadRequest) => Promise<{ id: number | string }>,
): Promise<void> =>
  // A server that starts for the first time makes the collections at this moment.
  whileContested(async () => {
    const { commitTransaction, createLocalReq, initTransaction, killTransaction } =
      await import('payload')
    // The operator says the role; that the first account is an admin's is for the screen.
    const req = await createLocalReq({ context: { keepRole: true } }, payload)
    await initTransaction(req)
    try {
      const { id } = await change(req)
      const { sessions } = payload.db as unknown as MongooseAdapter
      const session = sessions[String(await req.transactionID)] as ClientSession | undefined
      const subject = `users/${id}`
      await recordAudit(
        databaseOf(payload),
        { actor: cliActor(), action, subject, details },
        session,
      )
      await commitTransaction(req)
    } catch (error) {
      await killTransaction(req)
      throw error
    }
  })

/** Whether the password is theirs already: setting it again would end every session they have. */
const opens = async (payload: Payload, email: string, password: string): Promise<boolean> => {
  try {
    await payload.login({ collection: 'users', data: { email, password } })
    return true
  } catch (error) {
    if (error instanceof Error && /^(AuthenticationError|LockedAuth)$/.test(error.name))
      return false
    throw error
  }
}

const findUser = async (payload: Payload, email: string) => {
  const { docs } = await payload.find({
    collection: 'users',
    where: { email: { equals: email.trim().toLowerCase() } },
    limit: 1,
    depth: 0,
  })
  return docs[0]
}

const toReport = (email: string, role: Role, password?: string): Report => ({
  text: password
    ? `${email} is ready (${role}). Its password, shown once: ${password}`
    : `${email} is ready (${role}).`,
  json: { email, role, ...(password !== undefined && { password }) },
})
