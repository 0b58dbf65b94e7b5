import type { AdminViewServerProps } from 'payload'

import { readPosition } from '../readPosition'
import { RootView } from '../RootView'
import { BusinessPage } from './BusinessPage.client'

/** How the business does. */
export const BusinessView = (props: AdminViewServerProps) => (
  <RootView path="/admin/business" props={props} title="Business">
    {async (user) => (
      <BusinessPage
        eventId={await readPosition({ payload: props.initPageResult.req.payload, user })}
      />
    )}
  </RootView>
)
