import { MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb'
import { describe, expect, it } from 'vitest'

import {
  attributed,
  classifyFailure,
  engineOf,
  ProjectionFailed,
  RedisTimeout,
} from '@/projector/failures'
import { GateClosed, VersionRetired } from '@/projector/gateErrors'
import { ProcessingTimeout } from '@/projector/store'

const replyError = Object.assign(new Error('OOM'), { name: 'ReplyError' })

describe('a failure', () => {
  it('of a gate that is closed waits, and that of another version stands by', () => {
    expect(classifyFailure(new GateClosed(false))).toBe('paused')
    expect(classifyFailure(new VersionRetired('conversations', 2, 1))).toBe('retired')
  })

  it('of an engine names the engine', () => {
    const failures = [
      new MongoNetworkError('gone'),
      new ProcessingTimeout('late'),
      replyError,
      new RedisTimeout('late'),
      Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
    ]
    expect(failures.map(classifyFailure)).toEqual(failures.map(() => 'unavailable'))
    expect(failures.map(engineOf)).toEqual(['mongodb', 'mongodb', 'redis', 'redis', 'redis'])
  })

  it('of a read that a rebuild’s rename killed is tried again', () => {
    for (const code of [175, 237])
      expect(classifyFailure(new MongoServerError({ code })), String(code)).toBe('conflict')
  })

  it('of a bulk write that could not be sent is the connection’s', () => {
    const away = new MongoNetworkError('gone')
    expect(classifyFailure(new MongoBulkWriteError(away, {} as never))).toBe('unavailable')
  })

  it('inside a projection is the projection’s, unless an engine or another writer is to blame', () => {
    const bug = new TypeError('x is undefined')
    expect(attributed('customers', bug)).toMatchObject({
      name: 'ProjectionFailed',
      projection: 'customers',
      cause: bug,
      message: 'x is undefined',
    })
    const conflict = new MongoServerError({ code: 112 })
    const away = new MongoNetworkError('gone')
    const first = new ProjectionFailed('applications', bug)
    expect(attributed('customers', conflict)).toBe(conflict)
    expect(attributed('customers', away)).toBe(away)
    expect(attributed('customers', first)).toBe(first)
  })
})
