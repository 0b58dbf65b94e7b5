import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { readCredentials, readablePassword } from '@/engines/demo/credentials'
import { removeDemoFile, writeDemoFile, type DemoFile } from '@/engines/demo/demoFile'
import { identityOf, isRunning, stopProcess } from '@/engines/services/processes.mjs'
import { takeRecord } from '@/engines/services/record'
import { readRemembered, rememberEngine } from '@/engines/settings'

let folder: string
const children: ChildProcess[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'billie-folder-'))
})

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

const modeOf = (name: string): number => statSync(join(folder, name)).mode & 0o777

const longRunning = async (script = 'setInterval(() => {}, 1000)') => {
  const child = spawn(process.execPath, ['-e', `${script};console.log('up')`])
  children.push(child)
  await once(child.stdout, 'data')
  const pid = child.pid ?? -1
  return { child, pid, identity: identityOf(pid) ?? '' }
}

const options = () => ({
  file: join(folder, 'running.json'),
  command: 'npm run demo',
  folderName: 'DIR',
})

const ownedBy = (owner: { pid: number; identity: string }, processes: object[] = []): void =>
  writeFileSync(
    options().file,
    JSON.stringify({ owner: { ...owner, command: 'npm run demo' }, processes }),
  )

describe('a data folder', () => {
  it('is refused while its owner lives, with a sentence that says what to do', async () => {
    const { identity, pid } = await longRunning()
    ownedBy({ pid, identity })
    await expect(takeRecord(options())).rejects.toThrow(
      `The data folder DIR is in use by \`npm run demo\` (process ${pid}): stop that one with Ctrl-C, or choose another folder`,
    )
  })

  it('is taken over from a dead owner, and what that one started is stopped', async () => {
    const left = await longRunning()
    ownedBy({ pid: left.pid, identity: 'an earlier process' }, [
      { name: 'Redis', pid: left.pid, identity: left.identity, rank: 0, graceMs: 2_000 },
    ])
    const record = await takeRecord(options())
    expect(isRunning(left)).toBe(false)
    expect(record.owner.pid).toBe(process.pid)
    record.release()
    expect(existsSync(options().file)).toBe(false)
  })

  it('is taken over without touching a process that merely has the pid of one of its own', async () => {
    const stranger = await longRunning()
    ownedBy({ pid: 1, identity: 'gone' }, [
      { name: 'Redis', pid: stranger.pid, identity: 'of another time', rank: 0, graceMs: 2_000 },
    ])
    const record = await takeRecord(options())
    expect(isRunning(stranger)).toBe(true)
    record.release()
  })

  it('is taken over where its record is damaged', async () => {
    writeFileSync(options().file, '{"owner":')
    const record = await takeRecord(options())
    expect(record.processes).toEqual([])
    record.release()
  })

  it('remembers each engine by itself', () => {
    expect(readRemembered(folder)).toEqual({})
    rememberEngine(folder, 'redis', { source: 'path', port: 20_001 })
    rememberEngine(folder, 'mongodb', { source: 'wheel', port: 20_002 })
    rememberEngine(folder, 'redis', { source: 'path', port: 20_003 })
    expect(readRemembered(folder)).toEqual({
      redis: { source: 'path', port: 20_003 },
      mongodb: { source: 'wheel', port: 20_002 },
    })
  })
})

describe('a process that will not stop', () => {
  it('is killed after its grace', async () => {
    const stubborn = await longRunning(
      "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)",
    )
    await stopProcess({ ...stubborn, graceMs: 200 })
    expect(isRunning(stubborn)).toBe(false)
  })
})

describe('credentials', () => {
  it('are made once and readable by their owner only', () => {
    const first = readCredentials(folder)
    expect(readCredentials(folder)).toEqual(first)
    expect(modeOf('credentials.json')).toBe(0o600)
    expect(first.email).toBe('supervisor@billie.local')
    expect(new Set(Object.values(first)).size).toBe(5)
  })

  it('say what to do where their file is damaged', () => {
    writeFileSync(join(folder, 'credentials.json'), '{')
    expect(() => readCredentials(folder)).toThrow(/is damaged: remove it/)
  })

  it('have a password that can be read aloud and differs every time', () => {
    expect(readablePassword()).toMatch(
      /^([bdfghjkmnprstvz][aeiou]){3}(-([bdfghjkmnprstvz][aeiou]){3}){2}-\d\d$/,
    )
    expect(new Set(Array.from({ length: 50 }, readablePassword)).size).toBe(50)
  })
})

describe('demo.json', () => {
  it('holds exactly what the contract names, for its owner alone, and goes at the end', () => {
    const content: DemoFile = {
      url: 'http://127.0.0.1:3000',
      databaseUri: 'mongodb://127.0.0.1:1/billie?replicaSet=rs0',
      redisUrl: 'redis://127.0.0.1:2',
      email: 'supervisor@billie.local',
      password: 'secret',
      customerTokenSecret: 'a',
      metricsToken: 'b',
      pid: 1,
      appPid: 2,
    }
    writeDemoFile(folder, content)
    writeDemoFile(folder, { ...content, appPid: 3 })
    expect(JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'))).toEqual({
      ...content,
      appPid: 3,
    })
    expect(modeOf('demo.json')).toBe(0o600)
    removeDemoFile(folder)
    expect(existsSync(join(folder, 'demo.json'))).toBe(false)
  })
})
