import { createStreamCounts, type StreamCounts } from '../streamCounts'
import type { CustomerCaller } from './caller'

/** Counts the streams of customers by their id, those of portal servers by their client. */
export const createCustomerStreamCounts = ({
  // Room is left for supervisors: the hub serves twice as many.
  maximum = 1_000,
  maximumOfClient = 500,
  maximumOfCustomer = 5,
} = {}): StreamCounts<CustomerCaller> =>
  createStreamCounts(
    (caller) =>
      caller.kind === 'customer'
        ? { key: `customer ${caller.customerId}`, maximum: maximumOfCustomer }
        : { key: `${caller.kind} ${caller.id}`, maximum: maximumOfClient },
    maximum,
  )
