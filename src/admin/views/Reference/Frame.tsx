import { DefaultTemplate } from '@payloadcms/next/templates'
import { SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps, CustomComponent } from 'payload'
import type { ReactNode } from 'react'

import { AccessDenied } from '../../components/AccessDenied'
import { isStaff } from '../isStaff'

/**
 * The admin panel around a page for staff. Payload lets anyone see a view of the root's: who asks
 * is checked before anything else, and the content is made for staff alone.
 */
export const Frame = async ({
  address,
  content,
  title,
  view: { initPageResult, params, searchParams },
}: {
  /** Where the page is, to come back to after logging in. */
  address: string
  content: () => Promise<ReactNode>
  title: string
  view: AdminViewServerProps
}) => {
  const { locale, permissions, req, visibleEntities } = initPageResult
  const { i18n, payload, user } = req
  if (!user) redirect(`/admin/login?redirect=${encodeURIComponent(address)}`)
  return (
    <DefaultTemplate
      i18n={i18n}
      locale={locale}
      params={params}
      payload={payload}
      permissions={permissions}
      req={req}
      searchParams={searchParams}
      user={user}
      viewActions={(payload.config.admin.components?.actions ?? []) as CustomComponent[]}
      visibleEntities={visibleEntities}
    >
      <SetStepNav nav={[{ label: title }]} />
      {isStaff(user) ? await content() : <AccessDenied />}
    </DefaultTemplate>
  )
}
