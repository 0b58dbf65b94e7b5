import { DefaultTemplate } from '@payloadcms/next/templates'
import { SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps, CustomComponent } from 'payload'

import { AccessDenied } from '../../components/AccessDenied'
import { isStaff } from '../isStaff'
import { readPosition } from '../readPosition'
import { BusinessPage } from './BusinessPage.client'

/**
 * How the business does. Payload lets anyone see a view of the root's: who asks is checked before
 * anything else.
 */
export const BusinessView = async ({
  initPageResult,
  params,
  searchParams,
}: AdminViewServerProps) => {
  const { locale, permissions, req, visibleEntities } = initPageResult
  const { i18n, payload, user } = req
  if (!user) redirect(`/admin/login?redirect=${encodeURIComponent(addressOf(searchParams))}`)
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
      <SetStepNav nav={[{ label: 'Business' }]} />
      {isStaff(user) ? (
        <BusinessPage eventId={await readPosition({ payload, user })} />
      ) : (
        <AccessDenied />
      )}
    </DefaultTemplate>
  )
}

const addressOf = (searchParams: AdminViewServerProps['searchParams']): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(searchParams ?? {}))
    if (typeof value === 'string') search.set(name, value)
  const text = search.toString()
  return `/admin/business${text === '' ? '' : `?${text}`}`
}
