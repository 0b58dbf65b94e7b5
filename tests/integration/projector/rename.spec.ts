import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { applyBatch, toParsedEntry } from '@/projector/applyBatch'
import type { Store } from '@/projector/store'
import { verify } from '@/projector/verify'
import { whileContested } from '@/projector/whileContested'

import { openStore } from '../../support/engines'

let store: Store
let close: () => Promise<void>

beforeAll(async () => {
  ;({ store, close } = await openStore())
  await ensureIndexes(store.db)
})

afterAll(() => close())

/** Applies one event as a worker of its own does. */
const apply = (writer: string, id: string, fields: object) =>
  whileContested(() =>
    applyBatch(
      { ...store, writer },
      [
        toParsedEntry(id, {
          ...{ agt: 'broker', tsp: '2024-01-15T10:00:00Z', dat: '{}' },
          ...fields,
        }),
      ],
      { now: new Date(), timeoutMs: 30_000 },
    ),
  )

describe('a conversation that is linked to a customer again while the customer is renamed', () => {
  it('shows the new name, whichever of the two workers was first', async () => {
    const pairs = 80
    for (let pair = 1; pair <= pairs; pair++) {
      const uid = `cust_${pair}`
      const said = { typ: 'user_input', cid: `linked_${pair}` }
      // The customer lists the conversation already, so that linking it again writes the conversation alone.
      await apply('one', `${pair}-1`, { ...said, uid })
      await apply('one', `${pair}-2`, { ...said, uid: 'cust_other' })
      const customer = { customer_id: uid, first_name: 'Jo', last_name: `Doe ${pair}` }
      await Promise.all([
        apply('one', `${pair}-3`, { ...said, uid }),
        apply('two', `${pair}-4`, {
          ...{ typ: 'applicationDetail_changed', aid: `app_${pair}`, uid },
          dat: JSON.stringify({ customer }),
        }),
      ])
    }
    expect((await verify(store)).drifts).toEqual([])
    const names = await store.db
      .collection('conversations')
      .find({ conversationId: /^linked_/ })
      .map(({ customerName }) => customerName as unknown)
      .toArray()
    expect(new Set(names)).toEqual(
      new Set(Array.from({ length: pairs }, (_, index) => `Jo Doe ${index + 1}`)),
    )
  })
})
