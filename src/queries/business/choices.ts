import type { Db } from 'mongodb'

import { maximumReadMs } from '../database'

/** What there is to filter by. */
export interface BusinessChoices {
  loanPurposes: string[]
  statuses: string[]
  stages: string[]
}

/** So many of the latest conversations are asked what there is. */
const latest = 5_000

/** So many choices of one kind are offered. */
const maximumChoices = 50

/** The purposes, statuses and stages among the latest conversations; the most usual ones. */
export const readChoices = async (database: Db): Promise<BusinessChoices> => {
  const count = (field: string) => [
    { $group: { _id: field, count: { $sum: 1 } } },
    { $match: { _id: { $type: 'string', $ne: '' } } },
    { $sort: { count: -1, _id: 1 } },
    { $limit: maximumChoices },
  ]
  const [found] = await database
    .collection('conversation-stats')
    .aggregate<Record<'loanPurposes' | 'statuses' | 'stages', { _id: string }[]>>(
      [
        { $sort: { startedDay: -1 } },
        { $limit: latest },
        { $project: { loanPurpose: 1, status: 1, stages: 1 } },
        {
          $facet: {
            loanPurposes: count('$loanPurpose'),
            statuses: count('$status'),
            stages: [
              { $unwind: { path: '$stages', includeArrayIndex: 'place' } },
              { $group: { _id: '$stages', count: { $sum: 1 }, place: { $avg: '$place' } } },
              { $sort: { place: 1, _id: 1 } },
              { $limit: maximumChoices },
            ],
          },
        },
      ],
      { maxTimeMS: maximumReadMs },
    )
    .toArray()
  const names = (choices: { _id: string }[] = []): string[] => choices.map(({ _id }) => _id)
  return {
    loanPurposes: names(found?.loanPurposes).sort(),
    statuses: names(found?.statuses).sort(),
    stages: names(found?.stages),
  }
}
