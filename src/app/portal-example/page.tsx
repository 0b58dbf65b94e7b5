import config from '@payload-config'
import { SignJWT } from 'jose'
import { notFound } from 'next/navigation'
import { connection } from 'next/server'
import { getPayload } from 'payload'

import { env } from '@/config/env'
import { databaseOf } from '@/queries/database'
import { listExampleCustomers } from '@/queries/portalExample'

import { Portal } from './Portal.client'
import styles from './portal.module.css'

interface Args {
  searchParams: Promise<{ customer?: string | string[] }>
}

const tokenMinutes = 60

/**
 * A small portal that asks the public customer routes and nothing else, as one of another house
 * would. Only the choice of a customer and their token are made here, in place of a login: it is
 * there for demonstrations alone.
 */
const Page = async ({ searchParams }: Args) => {
  await connection()
  const { CUSTOMER_TOKEN_SECRET, PORTAL_EXAMPLE } = env()
  const [secret] = CUSTOMER_TOKEN_SECRET
  if (!PORTAL_EXAMPLE || secret === undefined) notFound()
  const customers = await listExampleCustomers(databaseOf(await getPayload({ config })))
  const { customer } = await searchParams
  const asked = typeof customer === 'string' && customer !== '' ? customer : undefined
  const customerId = asked ?? customers[0]?.customerId
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <h1>Your loan</h1>
        <form className={styles.picker}>
          <label htmlFor="customer">Shown to</label>
          <select id="customer" name="customer" defaultValue={customerId} key={customerId}>
            {customers.map(({ customerId: id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
            {asked !== undefined && !customers.some(({ customerId: id }) => id === asked) && (
              <option value={asked}>{asked}</option>
            )}
          </select>
          <button type="submit">Show</button>
        </form>
      </header>
      {customerId === undefined ? (
        <p className={styles.note}>Nobody has applied yet.</p>
      ) : (
        <Portal
          key={customerId}
          customerId={customerId}
          token={await toToken(customerId, secret)}
        />
      )}
      <p className={styles.note}>
        An example: this page knows only what the customer routes answer to this customer’s token.
      </p>
    </main>
  )
}

const toToken = (customerId: string, secret: string): Promise<string> =>
  new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(customerId)
    .setIssuedAt()
    .setExpirationTime(`${tokenMinutes}m`)
    .sign(new TextEncoder().encode(secret))

export default Page
