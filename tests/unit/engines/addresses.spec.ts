import { createServer, type AddressInfo } from 'node:net'

import { describe, expect, it } from 'vitest'

import { positiveNumber, wholeNumber } from '@/engines/options'
import { choosePort, isPortFree } from '@/engines/ports'
import { checkExplicit } from '@/engines/sources/explicit'
import { missingLibrary } from '@/engines/sources/version'
import { isolated, withDatabase } from '@/engines/testing'

describe('a port', () => {
  it('that is free is kept, one that is taken is replaced', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await isPortFree(port)).toBe(false)
    const other = await choosePort(port)
    expect(other).toBeGreaterThanOrEqual(20_000)
    expect(other).toBeLessThan(30_000)
    await new Promise((resolve) => server.close(resolve))
    expect(await choosePort(port)).toBe(port)
  })
})

describe('an address of MongoDB', () => {
  it.each([
    ['mongodb://127.0.0.1:1/billie?replicaSet=rs0', 'mongodb://127.0.0.1:1/other?replicaSet=rs0'],
    ['mongodb://127.0.0.1:1/?replicaSet=rs0', 'mongodb://127.0.0.1:1/other?replicaSet=rs0'],
    ['mongodb://u:p@a:1,b:2?replicaSet=rs0', 'mongodb://u:p@a:1,b:2/other?replicaSet=rs0'],
    ['mongodb+srv://host/billie', 'mongodb+srv://host/other'],
  ])('%s can name another database', (uri, expected) => {
    expect(withDatabase(uri, 'other')).toBe(expected)
  })

  it('is different for every test file that asks', () => {
    const engines = {
      databaseUri: 'mongodb://127.0.0.1:1/x?replicaSet=rs0',
      redisUrl: 'redis://127.0.0.1:2',
    }
    const [first, second] = [isolated(engines, 'search/cards'), isolated(engines, 'search/cards')]
    expect(first.databaseName).toMatch(/^search-cards-[0-9a-f]{8}$/)
    expect(first.databaseUri).toContain(`/${first.databaseName}?replicaSet=rs0`)
    expect(first.keyPrefix).not.toBe(second.keyPrefix)
  })

  it('that the environment gives without a replica set is refused, naming the variable', async () => {
    await expect(checkExplicit('mongodb', 'mongodb://127.0.0.1:1/billie')).rejects.toThrow(
      'DATABASE_URI names no replica set: add ?replicaSet=NAME',
    )
  })

  it('where nothing answers is refused, naming the variable and what to do', async () => {
    await expect(checkExplicit('redis', 'redis://127.0.0.1:1')).rejects.toThrow(
      /REDIS_URL is set, but Redis does not answer there \(.*ECONNREFUSED.*\): start it, correct the address, or unset/,
    )
  })
})

describe('an option', () => {
  it('that is no number of its range is refused by name', () => {
    expect(wholeNumber('port', '3000', 1, 65_535)).toBe(3_000)
    expect(positiveNumber('rate', '0.5')).toBe(0.5)
    for (const text of ['0', '65536', '3.5', 'x', ''])
      expect(() => wholeNumber('port', text, 1, 65_535)).toThrow(/--port must be a whole number/)
    for (const text of ['0', '-1', 'fast'])
      expect(() => positiveNumber('rate', text)).toThrow(/--rate/)
  })
})

describe('a program that does not run', () => {
  it('tells which library it misses', () => {
    const said =
      'mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file'
    expect(missingLibrary(said)).toBe('libcurl.so.4')
    expect(missingLibrary('Illegal instruction')).toBeUndefined()
  })
})
