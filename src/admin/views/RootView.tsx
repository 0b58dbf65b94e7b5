import { DefaultTemplate } from '@payloadcms/next/templates'
import { SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps, CustomComponent, TypedUser } from 'payload'
import type { ReactNode } from 'react'

import { AccessDenied } from '../components/AccessDenied'
import { isStaff } from './isStaff'

/**
 * The frame of a view of the root's, for staff. Payload lets anyone see such a view: who asks is
 * checked before anything else.
 */
export const RootView = async ({
  children,
  path,
  props: { initPageResult, params, searchParams },
  title,
}: {
  children: (user: TypedUser) => Promise<ReactNode>
  /** Where it stands, for the way back after the login. */
  path: string
  props: AdminViewServerProps
  title: string
}) => {
  const { locale, permissions, req, visibleEntities } = initPageResult
  const { i18n, payload, user } = req
  if (!user) redirect(`/admin/login?redirect=${encodeURIComponent(addressOf(path, searchParams))}`)
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
      {isStaff(user) ? await children(user) : <AccessDenied />}
    </DefaultTemplate>
  )
}

const addressOf = (path: string, searchParams: AdminViewServerProps['searchParams']): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(searchParams ?? {}))
    if (typeof value === 'string') search.set(name, value)
  const text = search.toString()
  return `${path}${text === '' ? '' : `?${text}`}`
}
