import { Gutter, SetStepNav } from '@payloadcms/ui'
import type { DocumentViewServerProps } from 'payload'

import { AccessDenied } from '../../components/AccessDenied'
import { DeadLetterActions } from '../../components/DeadLetterActions/DeadLetterActions.client'
import { isStaff } from '../isStaff'
import { Entry } from './Entry'
import { Facts } from './Facts'
import { Header } from './Header'
import styles from './index.module.css'
import { Stack } from './Stack'
import { Trail } from './Trail'

/** One event that could not be applied: why, what it says, and what to do with it. */
export const DeadLetterView = async ({ doc, initPageResult, payload }: DocumentViewServerProps) => {
  const { user } = initPageResult.req
  if (!isStaff(user)) return <AccessDenied />
  const asReader = { depth: 0, overrideAccess: false, user } as const
  const letter = await payload.findByID({
    collection: 'dead-letters',
    id: String(doc.id),
    ...asReader,
  })
  const isAdmin = 'role' in user && user.role === 'admin'
  const trail = isAdmin
    ? await payload.find({
        collection: 'audit-events',
        where: { subject: { equals: `dead-letters/${letter.id}` } },
        limit: 100,
        pagination: false,
        ...asReader,
      })
    : undefined
  return (
    <Gutter className={styles.page}>
      <SetStepNav
        nav={[
          { label: 'Dead letters', url: '/admin/collections/dead-letters' },
          { label: letter.streamId ?? letter.id },
        ]}
      />
      <Header letter={letter} />
      {letter.status === 'parked' && <DeadLetterActions id={letter.id} isAdmin={isAdmin} />}
      <Facts letter={letter} />
      <Entry text={letter.entry ?? ''} />
      {letter.stack && <Stack text={letter.stack} />}
      {trail && trail.docs.length > 0 && <Trail events={trail.docs} />}
    </Gutter>
  )
}
