import type { Db } from 'mongodb'

import type { CustomerApplicationDocument } from '@/projections/portal/documents'

import { maximumReadMs } from './database'

/** Somebody whom the example of a portal can show. */
export interface ExampleCustomer {
  customerId: string
  name: string
}

/** The customers whose applications changed last, each once. */
export const listExampleCustomers = async (
  database: Db,
  count = 12,
): Promise<ExampleCustomer[]> => {
  const newest = await database
    .collection<CustomerApplicationDocument>('customer-applications')
    .find(
      { customerId: { $exists: true } },
      { projection: { customerId: 1, customerName: 1 }, maxTimeMS: maximumReadMs },
    )
    .sort({ lastUpdateAt: -1, _id: -1 })
    .limit(5 * count)
    .toArray()
  const customers = new Map<string, ExampleCustomer>()
  for (const { customerId, customerName } of newest)
    if (customerId !== undefined && !customers.has(customerId))
      customers.set(customerId, { customerId, name: customerName ?? customerId })
  return [...customers.values()].slice(0, count)
}
