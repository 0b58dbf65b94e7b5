import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { SanitizedCollectionConfig } from 'payload'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { describeApi, type OpenApiDocument } from '@/api/openapi/document'
import { customOperations } from '@/api/openapi/operations'

import { bootApp, type TestApp } from '../../support/app'
import { routesOfConfig, routesOfFiles } from '../../support/routes'

let app: TestApp
let document: OpenApiDocument
let admin: string

beforeAll(async () => {
  app = await bootApp()
  admin = (await app.login('admin')).token
  document = (await app.request('GET', '/api/openapi.json', { token: admin })).body
})

afterAll(() => app.close())

const described = (): string[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method} ${path}`),
  )

const operation = (method: string, path: string): any => document.paths[path]?.[method]

describe('GET /api/openapi.json', () => {
  it('is for staff', async () => {
    const statusFor = async (token?: string): Promise<number> =>
      (await app.request('GET', '/api/openapi.json', { token })).status
    expect(await statusFor()).toBe(401)
    expect(await statusFor((await app.login(null)).token)).toBe(403)
    expect(await statusFor((await app.login('supervisor')).token)).toBe(200)
  })

  it('describes every route that has a file, and every operation of ours has a route', () => {
    const real = [...routesOfFiles(), ...routesOfConfig(app.payload)]
    expect(routesOfFiles().length).toBeGreaterThan(10)
    expect(described()).toEqual(expect.arrayContaining(routesOfFiles()))
    expect(real).toEqual(
      expect.arrayContaining(customOperations.map(({ method, path }) => `${method} ${path}`)),
    )
  })

  it('leaves out only those of Payload’s routes that are open to nobody, or lead nowhere', async () => {
    const known = new Set(described())
    const left = routesOfConfig(app.payload).filter((route) => !known.has(route))
    expect(left.length).toBeGreaterThan(20)
    for (const route of left.filter((name) => !isHidden(name))) {
      const [method, path] = route.split(' ') as [string, string]
      const query = ['patch', 'delete'].includes(method) ? '?where[id][exists]=true' : ''
      const { status } = await app.request(
        method.toUpperCase(),
        `${path.replace(/\{[^}]+\}/g, '0'.repeat(24))}${query}`,
        { token: admin, ...(method !== 'get' && { body: {} }) },
      )
      expect([route, status]).toEqual([route, expect.toBeOneOf([400, 401, 403, 404])])
    }
  })

  it('knows what each of our own endpoints answers', () => {
    const ofPlugins = /^\/api\/(exports|imports|payload-)/
    const vague = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.values(item).some((each: any) => each.description === 'An endpoint of a plugin.')
        ? path
        : [],
    )
    expect(vague.filter((path) => !ofPlugins.test(path))).toEqual([])
  })

  it('holds schemas that are schemas, and no reference that leads nowhere', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true })
    addFormats.default(ajv)
    ajv.addSchema({ $id: 'api', ...document }, 'api')
    const schemas = collect(document.paths, [])
    expect(schemas.length).toBeGreaterThan(100)
    for (const schema of schemas)
      ajv.compile(
        JSON.parse(
          JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'),
        ) as object,
      )
    const ids = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map((each: any) => each.operationId as string),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('names every part of a path, and only those', () => {
    for (const [path, item] of Object.entries(document.paths))
      for (const each of Object.values(item) as any[]) {
        const named = (each.parameters ?? [])
          .filter((parameter: any) => parameter.in === 'path')
          .map(({ name }: any) => name)
        expect([path, named]).toEqual([path, [...path.matchAll(/\{([^}]+)\}/g)].map(([, n]) => n)])
      }
  })

  it('says who may: what is denied to everybody is no operation', () => {
    expect(operation('post', '/api/conversations')).toBeUndefined()
    expect(operation('delete', '/api/applications/{id}')).toBeUndefined()
    expect(operation('get', '/api/conversations')['x-callers']).toEqual(['admin', 'supervisor'])
    expect(operation('get', '/api/audit-events')['x-callers']).toEqual(['admin'])
    expect(operation('post', '/api/users')['x-callers']).toEqual(['admin'])
    expect(operation('post', '/api/users/login').security).toEqual([{}])
    expect(operation('get', '/api/conversations').security).toEqual([
      { session: [] },
      { token: [] },
      { userApiKey: [] },
    ])
    expect(operation('get', '/api/customer/{customerId}/applications').security).toEqual([
      { customerToken: [] },
      { portalApiKey: [] },
    ])
    expect(operation('get', '/api/metrics').security).toContainEqual({ metricsToken: [] })
  })

  it('describes parameters by the schemas that read them', () => {
    const { parameters } = operation('get', '/api/conversations/{id}/transcript')
    expect(parameters.find(({ name }: any) => name === 'after')).toMatchObject({
      in: 'query',
      required: false,
      schema: { type: 'string', pattern: expect.any(String) },
    })
    const at = operation('get', '/api/conversations/{id}/as-of').parameters[1]
    expect(at).toMatchObject({ name: 'at', required: true })
    expect(operation('post', '/api/dead-letters/{id}/discard').requestBody.content).toMatchObject({
      'application/json': { schema: { required: ['reason'], additionalProperties: false } },
    })
  })

  it('tells nothing of passwords or of what is only the server’s', () => {
    const user = document.components.schemas.User as any
    expect(Object.keys(user.properties)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(password|hash|salt)$/)]),
    )
    expect(user.properties.email).toBeDefined()
  })

  it('picks up a collection by itself', async () => {
    const { collections } = app.payload
    const config: SanitizedCollectionConfig = {
      ...collections.conversations.config,
      slug: 'daily-weather' as never,
      labels: { singular: 'Weather', plural: 'Weathers' },
      admin: { ...collections.conversations.config.admin },
    }
    const extended = await describeApi({
      ...pick(app.payload),
      collections: { ...collections, ...{ 'daily-weather': { config } } } as never,
    })
    expect(extended.paths['/api/daily-weather']?.get).toMatchObject({ tags: ['Daily weather'] })
    expect(extended.components.schemas.Weather).toBeDefined()
  })
})

const pick = ({ blocks, collections, config, globals }: TestApp['payload']) => ({
  ...{ blocks, collections, config, globals },
})

/** Taken by an endpoint before it: `/:key` of the preferences takes `/:id` and `/count`. */
const isHidden = (route: string): boolean =>
  /^(get|delete|post) \/api\/payload-preferences\/(count|versions|\{id\})$/.test(route)

const collect = (value: unknown, found: object[]): object[] => {
  if (Array.isArray(value)) for (const item of value) collect(item, found)
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value))
      if (key === 'schema') found.push(item as object)
      else collect(item, found)
  return found
}
