import { DefaultDashboard } from '@payloadcms/next/views'
import { getGlobalData, getNavGroups } from '@payloadcms/ui/shared'
import type { AdminViewServerProps } from 'payload'

import { readPosition } from '../readPosition'
import { RootView } from '../RootView'
import { OverviewPage } from './OverviewPage.client'

/** Payload's own dashboard, which everybody arranges for themself; the root's place has the live board. */
export const OverviewView = (props: AdminViewServerProps) => (
  <RootView path="/admin/overview" props={props} title="Overview">
    {async (user) => {
      const { locale, permissions, req, visibleEntities } = props.initPageResult
      const { i18n, payload } = req
      return (
        <OverviewPage eventId={await readPosition({ payload, user })}>
          <DefaultDashboard
            {...props}
            globalData={await getGlobalData(req)}
            i18n={i18n}
            locale={locale!}
            navGroups={getNavGroups(permissions, visibleEntities, payload.config, i18n)}
            payload={payload}
            permissions={permissions}
            user={user}
            visibleEntities={visibleEntities}
          />
        </OverviewPage>
      )
    }}
  </RootView>
)
