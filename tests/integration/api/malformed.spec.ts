import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { mediaDirectory } from '@/config/directories'

import { bootApp, type TestApp } from '../../support/app'

let app: TestApp
let token: string

beforeAll(async () => {
  process.env.MEDIA_DIR = await mkdtemp(join(tmpdir(), 'billie-media-'))
  app = await bootApp()
  token = (await app.login('admin')).token
})

afterAll(async () => {
  await app.close()
  await rm(mediaDirectory(), { recursive: true })
})

const picture = (): Promise<Buffer> =>
  sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
    .png()
    .toBuffer()

const send = async (method: string, path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${app.url}${path}`, {
    method,
    ...init,
    headers: { Authorization: `JWT ${token}`, ...init.headers },
  })
  return { status: answer.status, body: (await answer.json()) as { errors?: { code: string }[] } }
}

describe('what Payload would fail on', () => {
  it.each(['users', 'conversations', 'media'])(
    'is a wrong request where the filter of %s is no filter',
    async (collection) => {
      for (const path of [`/api/${collection}?where=x`, `/api/${collection}/count?where={`]) {
        const { body, status } = await send('GET', path)
        expect([path, status, body.errors?.[0]?.code]).toEqual([path, 400, 'INVALID_REQUEST'])
      }
    },
  )

  it.each([
    ['POST', '/api/users'],
    ['POST', '/api/users/login'],
    ['POST', '/api/users/forgot-password'],
    ['POST', '/api/users/reset-password'],
    ['POST', '/api/users/unlock'],
    ['POST', '/api/portal-clients'],
    ['POST', '/api/payload-preferences/board'],
  ])('is refused where a body of %s %s cannot be read', async (method, path) => {
    const { body, status } = await send(method, path, {
      body: 'a=b',
      headers: { 'Content-Type': 'text/plain' },
    })
    expect([status, body.errors?.[0]?.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })

  it.each([
    ['POST', '/api/users'],
    ['POST', '/api/users/login'],
    ['POST', '/api/portal-clients'],
    ['POST', '/api/media'],
  ])('is a wrong request where %s %s comes without any body', async (method, path) => {
    const { body, status } = await send(method, path)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(body.errors?.[0]?.code).toEqual(expect.any(String))
  })

  it('is nothing that a session does by itself: it is renewed and ended without any body', async () => {
    const headers = { Authorization: `JWT ${(await app.login('supervisor')).token}` }
    for (const path of ['/api/users/refresh-token?refresh', '/api/users/logout'])
      expect([path, (await send('POST', path, { headers })).status]).toEqual([path, 200])
  })

  const sendForm = (method: string, path: string, form: string, boundary = '; boundary=x') =>
    send(method, path, {
      body: form,
      headers: { 'Content-Type': `multipart/form-data${boundary}` },
    })

  const field = (name: string, value: string) =>
    `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--x--\r\n`

  it.each([
    ['is cut short', '--x\r\nContent-Disposition: form-data; name="alt"\r\n\r\n1', undefined],
    ['has a part without a head', '--x\r\n-2.97--x--\r\n', undefined],
    ['is no form', 'rubbish', undefined],
    ['has nothing in it', '--x--\r\n', undefined],
    ['tells no boundary', field('alt', '1'), ''],
    ['has a text for a file', field('file', 'null'), undefined],
    ['describes a file that is elsewhere', field('file', '{"filename":"a.png"}'), undefined],
    ['has fields that are no JSON', field('_payload', '{'), undefined],
    ['has a field that no header can name', field('\u001f', '1'), undefined],
  ])('is a wrong request where a form %s', async (_name, form, boundary) => {
    for (const path of ['/api/media', '/api/users/login']) {
      const { body, status } = await sendForm('POST', path, form, boundary)
      expect([path, status, body.errors?.[0]?.code]).toEqual([path, 400, 'INVALID_REQUEST'])
    }
  })

  it('is still read: a form that is one, with a picture and the fields beside it', async () => {
    const form = new FormData()
    form.set(
      'file',
      new File([new Uint8Array(await picture())], 'a "dot".png', { type: 'image/png' }),
    )
    form.set('_payload', JSON.stringify({ alt: 'Ein Pünktchen' }))
    const { body, status } = await send('POST', '/api/media', { body: form })
    expect(status).toBe(201)
    expect(body).toMatchObject({ doc: { alt: 'Ein Pünktchen', mimeType: 'image/png', width: 1 } })
  })

  it.each([
    ['is no picture', { file: new File(['\u00ff\u0001'], 'file') }],
    [
      'is no picture, with fields that are no JSON',
      { file: new File(['x'], 'file'), _payload: 'M' },
    ],
    ['has a name that no header can hold', { file: new File(['x'], 'a\u001f.png') }],
    ['has no name', { file: new File(['x'], '') }],
    ['says to be a picture', { file: new File(['x'], 'a.png', { type: 'image/png' }) }],
    ['comes with null for its fields', { file: new File(['x'], 'file'), _payload: 'null' }],
    ['comes with a list for its fields', { file: new File(['x'], 'file'), _payload: '[1]' }],
  ])('is a wrong request where a file %s', async (_name, fields) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    const { body, status } = await send('POST', '/api/media', { body: form })
    expect([status, body.errors?.[0]?.code]).toEqual([400, 'INVALID_REQUEST'])
  })

  it('is not found: a file that is not there', async () => {
    for (const name of ['none.png', '%C2%8D%C3%A9', 'a%00b', 'x'.repeat(300)])
      expect(await send('GET', `/api/media/file/${name}`)).toMatchObject({
        status: 404,
        body: { errors: [{ code: 'NOT_FOUND' }] },
      })
  })

  it('is no route any more: versions of documents that have none', async () => {
    for (const path of ['/api/conversations/versions', '/api/users/versions/one'])
      expect((await send('GET', path)).status).toBe(404)
    expect((await send('POST', '/api/users/versions/one', { body: '{}', headers: { 'Content-Type': 'application/json' } })).status).toBe(404) // prettier-ignore
  })
})
