import type { BusinessAnswer } from '@/queries/business/answer'
import type { BehindPage } from '@/queries/business/listBehind'

import { get } from './get'

/** How the business did; `search` is what the page's address says. */
export const readBusiness = (search: string, signal?: AbortSignal): Promise<BusinessAnswer> =>
  get(`/api/business/summary?${search}`, signal)

/** A page of the conversations behind a number. */
export const readBehind = (
  search: string,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<BehindPage> => {
  const parameters = new URLSearchParams(search)
  if (cursor !== undefined) parameters.set('cursor', cursor)
  return get(`/api/business/behind?${parameters}`, signal)
}
