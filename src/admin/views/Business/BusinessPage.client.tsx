'use client'

import type { BusinessAnswer } from '@/queries/business/answer'

import { BehindScope } from '../../business/BehindScope.client'
import { TodayStrip } from '../../business/TodayStrip.client'
import { TryAgain } from '../../business/TryAgain'
import { useBusiness } from '../../business/useBusiness'
import { useBusinessRefresh } from '../../business/useBusinessRefresh'
import { Providers } from '../../components/Providers/Providers.client'
import { TruthLine } from '../../components/TruthLine/TruthLine.client'
import { usePageTitle } from '../../hooks/usePageTitle'
import { Charts } from './Charts.client'
import { Failure } from './Failure'
import { Filters } from './Filters.client'
import { FigureGrid } from './FigureGrid.client'
import { Head } from './Head.client'
import styles from './index.module.css'
import { Loading } from './Loading'
import { Notices } from './Notices'
import { useAddress } from './useAddress'

/** Everything on the business page. */
export const BusinessPage = ({ eventId }: { eventId?: string }) => (
  <Providers>
    <main className={styles.page} data-billie-page>
      <TruthLine eventId={eventId} />
      <Business />
    </main>
  </Providers>
)

const Business = () => {
  const { change, search } = useAddress()
  const query = useBusiness(search.toString())
  const { data, error, isError, isPlaceholderData } = query
  useBusinessRefresh()
  usePageTitle('Business')
  return (
    <BehindScope filters={search} timeZone={data?.timeZone}>
      <div className={styles.content}>
        <Head change={change} data={data} isStale={isPlaceholderData || isError} search={search} />
        {data && <TodayStrip today={data.today} timeZone={data.timeZone} />}
        <Filters change={change} choices={data?.choices} search={search} />
        {isError && data && (
          <div className={styles.failure} role="alert">
            <span>These numbers could not be read again: {error.message}.</span>
            <TryAgain onClick={() => void query.refetch()} />
          </div>
        )}
        {data ? (
          <Numbers data={data} isStale={isPlaceholderData} />
        ) : isError ? (
          <Failure error={error} onTryAgain={() => void query.refetch()} search={search} />
        ) : (
          <Loading />
        )}
      </div>
    </BehindScope>
  )
}

const Numbers = ({ data, isStale }: { data: BusinessAnswer; isStale: boolean }) => (
  <div aria-busy={isStale} className={styles.numbers} data-stale={isStale || undefined}>
    <Notices data={data} />
    <FigureGrid data={data} />
    <Charts data={data} />
  </div>
)
