import type { Mutant, Spec } from './mutant'

const integration = (file: string, test?: string): Spec => ({
  project: 'integration',
  file: `tests/${file}`,
  ...(test && { test }),
})
const unit = (file: string, test?: string): Spec => ({
  project: 'unit',
  file: `tests/unit/${file}`,
  ...(test && { test }),
})
const worker = (test: string): Spec => integration('integration/projector/worker.spec.ts', test)
const killed = integration('faults/kill.spec.ts', 'at any step')

/** The guards of the product, each taken away, and the tests that must notice. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a repeat counts again',
    file: 'src/projector/applyBatch.ts',
    edits: [
      {
        find: 'if (known.has(key) || fresh.has(key)) repeats',
        replace: 'if (fresh.has(key)) repeats',
      },
      {
        find: 'insertOne: { document: toArchived(key, entry, stamp) },',
        replace:
          'replaceOne: { filter: { _id: key }, replacement: { ...toArchived(key, entry, stamp), _id: undefined }, upsert: true },',
      },
    ],
    specs: [integration('integration/projector/law.spec.ts', 'holds for 10,000 events'), killed],
  },
  {
    name: 'the event that is projected last wins',
    file: 'src/projections/lastWriter.ts',
    edits: [{ find: 'if (!isLater(by, target.ledger.stamps[field])) return', replace: '' }],
    specs: [unit('projections/law.spec.ts')],
  },
  {
    name: 'stream ids are compared as text',
    file: 'src/projections/lastWriter.ts',
    edits: [
      {
        find: 'if (!isLater(by, target.ledger.stamps[field])) return',
        replace: "if (by <= (target.ledger.stamps[field] ?? '')) return",
      },
    ],
    specs: [unit('projections/law.spec.ts')],
  },
  {
    name: 'lists are in the order of projection',
    file: 'src/projections/insertOnly.ts',
    edits: [
      { find: 'if (index === -1) return [...list, item]', replace: 'return [...list, item]' },
    ],
    specs: [unit('projections/insertOnly.spec.ts')],
  },
  {
    name: 'one event may bring a list two items',
    file: 'src/projections/insertOnly.ts',
    edits: [
      {
        find: 'return list[index]!.id === item.id ? [...list] : list.toSpliced(index, 0, item)',
        replace: 'return list.toSpliced(index, 0, item)',
      },
    ],
    specs: [unit('projections/insertOnly.spec.ts')],
  },
  {
    name: 'a link stays where it was projected first',
    file: 'src/projections/insertOnly.ts',
    edits: [
      {
        find: 'if (known !== -1 && !isEarlier(by, list.since[known])) return list',
        replace: 'if (known !== -1) return list',
      },
    ],
    specs: [unit('projections/insertOnly.spec.ts'), unit('projections/law.spec.ts')],
  },
  {
    name: 'a repetition of a link is skipped although the link is contested',
    file: 'src/projector/batchLoads.ts',
    edits: [{ find: ' || settled.isContested === true,', replace: ',' }],
    specs: [integration('integration/projector/law.spec.ts')],
  },
  {
    name: 'a settled link covers what came before it',
    file: 'src/projector/links.ts',
    edits: [
      {
        find: 'return link && compareStreamIds(link.first, event.id) <= 0 ? link : undefined',
        replace: 'return link',
      },
    ],
    specs: [integration('integration/projector/law.spec.ts')],
  },
  {
    name: 'a customer who is being renamed is linked without a conflict',
    file: 'src/projector/customerCopies.ts',
    edits: [
      {
        find: 'for (const { customerId } of relinked) customers.touch(customerId!)',
        replace: '',
      },
    ],
    specs: [integration('integration/projector/rename.spec.ts')],
  },
  {
    name: 'entries are acknowledged before they are durable',
    file: 'src/projector/deliveryHandler.ts',
    edits: [
      {
        find: 'progress.batchStartedAt = new Date()',
        replace:
          'progress.batchStartedAt = new Date()\n      await consumer.acknowledge(chunk.map(({ id }) => id))',
      },
    ],
    specs: [killed],
  },
  {
    name: 'nobody takes over from dead workers',
    file: 'src/projector/redeliveries.ts',
    edits: [{ find: 'await claimFromDead()', replace: '' }],
    specs: [worker('takes over what a dead worker left')],
  },
  {
    name: 'taking over ends with the first page',
    file: 'src/projector/redeliveries.ts',
    edits: [{ find: "if (cursor === '0-0') return", replace: 'return' }],
    specs: [integration('integration/projector/claim.spec.ts')],
  },
  {
    name: 'what a worker held when it died waits for another one',
    file: 'src/projector/worker.ts',
    edits: [{ find: 'await redeliveries.drainOwnPending()', replace: '' }],
    specs: [worker('applies first what it read and did not acknowledge before it died')],
  },
  {
    name: 'the open transaction of a killed worker holds its documents',
    file: 'src/projector/sessions.ts',
    edits: [{ find: 'if (!recorded) return', replace: 'if (recorded !== undefined) return' }],
    specs: [killed],
  },
  {
    name: 'a conflict counts as a failure of the event',
    file: 'src/projector/failures.ts',
    edits: [
      {
        find: "if (error instanceof MongoServerError && conflictCodes.has(Number(error.code))) return 'conflict'",
        replace: '',
      },
      {
        find: "hasErrorLabel('TransientTransactionError'))\n    return 'conflict'",
        replace: "hasErrorLabel('TransientTransactionError'))\n    return 'event'",
      },
    ],
    specs: [integration('faults/mongodb.spec.ts', 'MongoDB aborts transactions')],
  },
  {
    name: 'an engine that is away counts as a failure of the event',
    file: 'src/projector/failures.ts',
    edits: [{ find: "if (isUnavailable(error)) return 'unavailable'", replace: '' }],
    specs: [integration('faults/mongodb.spec.ts', 'MongoDB refuses to write')],
  },
  {
    name: 'what was still waiting when time ran out goes on outside of its transaction',
    file: 'src/projector/store.ts',
    edits: [{ find: 'session.hasEnded = true', replace: '' }],
    specs: [integration('integration/projector/store.spec.ts')],
  },
  {
    name: 'a batch that fails is parked as a whole',
    file: 'src/projector/processBatch.ts',
    edits: [{ find: 'return halve({ ...parts, isTellingRepeats: true }, entries)', replace: '' }],
    specs: [worker('parks an event that always fails by itself')],
  },
  {
    name: 'what a killed worker did not tell stays untold',
    file: 'src/projector/processBatch.ts',
    edits: [
      {
        find: 'const isTellingRepeats = parts.isTellingRepeats === true || tries > 1',
        replace: 'const isTellingRepeats = false',
      },
    ],
    specs: [integration('faults/kill.spec.ts', 'before it told the screens')],
  },
  {
    name: 'what was committed without an answer stays untold',
    file: 'src/projector/processBatch.ts',
    edits: [
      {
        find: 'parts.isTellingRepeats === true || tries > 1',
        replace: 'parts.isTellingRepeats === true',
      },
    ],
    specs: [integration('faults/mongodb.spec.ts', 'MongoDB commits and the answer is lost')],
  },
  {
    name: 'what was committed when time ran out stays untold',
    file: 'src/projector/processBatch.ts',
    edits: [
      {
        find: 'return halve({ ...parts, isTellingRepeats: true }, entries)',
        replace: 'return halve(parts, entries)',
      },
    ],
    specs: [integration('faults/mongodb.spec.ts', 'MongoDB commits and the answer never comes')],
  },
  {
    name: 'a write that MongoDB refuses passes for done',
    file: 'src/projector/writeAll.ts',
    edits: [{ find: 'if (refused) throw new MongoServerError(refused)', replace: '' }],
    specs: [integration('integration/projector/writeAll.spec.ts', 'is a conflict')],
  },
  {
    name: 'a batch is one command, however long it is',
    file: 'src/projector/writeAll.ts',
    edits: [{ find: 'maximumCommandBytes) === Infinity', replace: 'Infinity) === 0' }],
    specs: [integration('integration/projector/writeAll.spec.ts', 'too long for one command')],
  },
  {
    name: 'a lane that is empty is waited for',
    file: 'src/projector/lanes.ts',
    edits: [{ find: '.filter(({ length }) => length > 0)', replace: '' }],
    specs: [integration('integration/projector/lanes.spec.ts', 'one of them empty')],
  },
  {
    name: 'the first lane that is folded speaks for both',
    file: 'src/projector/lanes.ts',
    edits: [{ find: ' && folding.size === 0', replace: '' }],
    specs: [integration('integration/projector/folded.spec.ts', 'once the later one is')],
  },
  {
    name: 'a batch that was given up has the next one read',
    file: 'src/projector/foldBatch.ts',
    edits: [{ find: 'if (!this.session.hasEnded) onFolded', replace: 'onFolded' }],
    specs: [integration('integration/projector/folded.spec.ts', 'given up')],
  },
  {
    name: 'a batch passes for folded before it is',
    file: 'src/projector/foldBatch.ts',
    edits: [
      {
        find: 'await loadBatch(documents, events)',
        replace: 'onFolded?.()\n    await loadBatch(documents, events)',
      },
    ],
    specs: [integration('integration/projector/folded.spec.ts', 'before anything is written')],
  },
  {
    name: 'the next batch is read once this one is done',
    file: 'src/projector/worker.ts',
    edits: [{ find: '{ isRedelivery: false, onFolded }', replace: '{ isRedelivery: false }' }],
    specs: [integration('integration/projector/lanes.spec.ts', 'reads the next batch')],
  },
  {
    name: 'of what is read, the first answer passes for all',
    file: 'src/projector/findAll.ts',
    edits: [{ find: 'while (!Long', replace: 'while (!cursor.id && !Long' }],
    specs: [integration('integration/projector/findAll.spec.ts', 'reads on')],
  },
  {
    name: 'a customer who asked too often is answered',
    file: 'src/api/customer/routes.ts',
    edits: [{ find: 'if (excess) throw tooMany', replace: 'if (excess && !excess) throw tooMany' }],
    specs: [unit('api/customer/admit.spec.ts')],
  },
  {
    name: 'whoever asks too often is read for all the same',
    file: 'src/api/customer/routes.ts',
    edits: [{ find: 'isLikelyToPass ? begin() : undefined', replace: 'begin()' }],
    specs: [unit('api/customer/admit.spec.ts')],
  },
  {
    name: 'an invalid event is archived without a dead letter',
    file: 'src/projector/applyBatch.ts',
    edits: [{ find: 'if (parked.length > 0)', replace: 'if (parked.length < 0)' }],
    specs: [worker('parks the five bad entries')],
  },
  {
    name: 'a dead letter that a killed worker did not list stays unlisted',
    file: 'src/projector/processBatch.ts',
    edits: [{ find: '    ...batch.repeats.map(({ id }) => id),\n', replace: '' }],
    specs: [killed],
  },
  {
    name: 'the group begins at the end of the stream',
    file: 'src/projector/consumer.ts',
    edits: [{ find: "groupName, '0', 'MKSTREAM'", replace: "groupName, '$', 'MKSTREAM'" }],
    specs: [worker('projects the basic sample')],
  },
  {
    name: 'entries that were deleted while pending are not reported',
    file: 'src/projector/deliveryHandler.ts',
    edits: [{ find: 'await reportLost(lost)\n', replace: 'await consumer.acknowledge(lost)\n' }],
    specs: [worker('reports entries that were deleted while they were pending')],
  },
  {
    name: 'a consumer that holds entries is removed when it is idle',
    file: 'src/projector/consumer.ts',
    edits: [{ find: "consumer['pending'] == 0 and ", replace: '' }],
    specs: [integration('integration/projector/workers.spec.ts')],
  },
  {
    name: 'a command on a dead connection waits for ever',
    file: 'src/runtime/connectRedis.ts',
    edits: [{ find: ', socketTimeout: answerWithinMs }', replace: ' }' }],
    specs: [integration('faults/network.spec.ts', 'connections to Redis go dead')],
  },
  {
    name: 'batches pass while a rebuild is switched in',
    file: 'src/projector/gates.ts',
    edits: [{ find: 'if (isClosed) throw new GateClosed(closedUntil! < passedAt!)', replace: '' }],
    specs: [integration('integration/projector/rebuild')],
  },
  {
    name: 'batches are not numbered',
    file: 'src/projector/gates.ts',
    edits: [{ find: "{ $add: ['$batch', 1] }", replace: "{ $add: ['$batch', 0] }" }],
    specs: [integration('integration/projector/rebuild/rebuild.spec.ts')],
  },
  {
    name: 'a program of another version goes on writing',
    file: 'src/projector/gates.ts',
    edits: [
      {
        find: 'if (versions[name] !== version) throw',
        replace: 'if (versions[name] === -1) throw',
      },
    ],
    specs: [integration('integration/projector/rebuild/versions.spec.ts')],
  },
  {
    name: 'a batch is acknowledged although one of its two transactions was not committed',
    file: 'src/projector/lanes.ts',
    edits: [
      {
        find: "if (end.status === 'rejected') throw end.reason",
        replace:
          "if (end.status === 'rejected') return { applied: 0, repeated: 0, parked: 0, postponed: [] }",
      },
    ],
    specs: [integration('integration/projector/lanes.spec.ts')],
  },
  {
    name: 'the open second transaction of a killed worker holds its documents',
    file: 'src/projector/worker.ts',
    edits: [{ find: '[sessions, second.sessions].map((each)', replace: '[sessions].map((each)' }],
    specs: [integration('faults/kill.spec.ts', 'while one of two transactions')],
  },
  {
    name: 'whoever counts goes on after another one took over',
    file: 'src/projector/analytics/step.ts',
    edits: [
      { find: 'if (state?.owner !== lease.owner) throw', replace: 'if (!state) throw' },
      {
        file: 'src/projector/analytics/lease.ts',
        find: "{ _id: 'follower', owner: sessions.id },\n      [",
        replace: "{ _id: 'follower' },\n      [",
      },
    ],
    specs: [integration('integration/projector/analytics/follower.spec.ts', 'does no harm')],
  },
  {
    name: 'whoever counts never counts again after a step that ran out of time',
    file: 'src/projector/analytics/follower.ts',
    edits: [{ find: 'lease.of.hasEnded() || ', replace: '' }],
    specs: [integration('integration/projector/analytics/follower.spec.ts', 'took too long')],
  },
  {
    name: 'what was counted is not noted with the step',
    file: 'src/projector/analytics/step.ts',
    edits: [
      { find: 'live: { ...live, passages: counted.passages },', replace: 'live: { ...live },' },
    ],
    specs: [integration('integration/projector/analytics/days.spec.ts', 'writes nothing where')],
  },
  {
    name: 'what was worked out for a backlog is never worked out again',
    file: 'src/projector/analytics/ahead.ts',
    edits: [
      {
        find: 'batch <= (known[way].get(id)?.get(writer) ?? 0)',
        replace: 'known[way].has(id)',
      },
    ],
    specs: [integration('integration/projector/analytics/ahead.spec.ts', 'again for what comes')],
  },
  {
    name: 'what was worked out counts for numbers of another computation',
    file: 'src/projector/analytics/ahead.ts',
    edits: [{ find: 'if (left && isSame(left, live)) return', replace: 'if (left) return' }],
    specs: [unit('projector/analytics/ahead.spec.ts')],
  },
  {
    name: 'the day that a document leaves is not counted again',
    file: 'src/projector/analytics/count.ts',
    edits: [
      {
        find: '[document.stored, document.expected].flatMap(daysOfConversation)',
        replace: '[document.expected].flatMap(daysOfConversation)',
      },
      {
        find: '[document.stored, document.expected].flatMap(daysOfApplication)',
        replace: '[document.expected].flatMap(daysOfApplication)',
      },
    ],
    specs: [integration('integration/projector/analytics/days.spec.ts', 'moves a revised')],
  },
  {
    name: 'health calls an engine that is away healthy',
    file: 'src/ops/health/evaluate.ts',
    edits: [
      {
        find: 'check.find(!answer.isAnswered && !isStarting(answer), {',
        replace: 'check.find(false, {',
      },
    ],
    specs: [unit('ops/evaluate.spec.ts')],
  },
  {
    name: 'health does not see a stall',
    file: 'src/ops/health/checkProcessing.ts',
    edits: [{ find: 'check.find(isStalled, {', replace: 'check.find(false, {' }],
    specs: [unit('ops/evaluate.spec.ts')],
  },
  {
    name: 'a lag that Redis does not know is zero',
    file: 'src/projector/lag.ts',
    edits: [
      {
        find: "if (typeof told === 'number') return { events: told, isAtLeast: false }",
        replace: 'return { events: Number(told ?? 0), isAtLeast: false }',
      },
    ],
    specs: [integration('integration/ops/health.spec.ts', 'count the lag where Redis says NULL')],
  },
  {
    name: 'an API key takes its account over',
    file: 'src/collections/hooks/checkCredentials.ts',
    edits: [{ find: 'isByKey && (id === undefined', replace: 'false && (id === undefined' }],
    specs: [integration('integration/security/keys.spec.ts', 'cannot take its account over')],
  },
  {
    name: 'anyone reaches GraphQL',
    file: 'src/api/staffGraphql.ts',
    edits: [{ find: 'requireStaff(await parts.authenticate(request.headers))', replace: '' }],
    specs: [integration('integration/security/limits.spec.ts', 'is for staff')],
  },
  {
    name: 'a list is sorted by what nobody sees',
    file: 'src/collections/hooks/boundedQuery.ts',
    edits: [{ find: 'if (!isVisible(', replace: 'if (false && !isVisible(' }],
    specs: [integration('integration/security/limits.spec.ts', 'by what nobody sees')],
  },
  {
    name: 'one user holds any number of live streams',
    file: 'src/api/streamCounts.ts',
    edits: [{ find: ' || open >= holder.maximum', replace: '' }],
    specs: [integration('integration/realtime/streamBounds.spec.ts', 'are so many')],
  },
  {
    name: 'a live stream that has ended counts on',
    file: 'src/api/streamCounts.ts',
    edits: [{ find: '{ ...subscription, onEnd: release }', replace: 'subscription' }],
    specs: [integration('integration/realtime/streamBounds.spec.ts', 'once their client has left')],
  },
  {
    name: 'a live stream that was refused counts on',
    file: 'src/api/streamCounts.ts',
    edits: [{ find: 'release()\n    throw error', replace: 'throw error' }],
    specs: [integration('integration/realtime/streamBounds.spec.ts', 'what it refuses then')],
  },
]
