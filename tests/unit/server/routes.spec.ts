import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'

import { directRoutes, routeOf } from '@/server/routes'

import nextConfig from '../../../next.config.mjs'

const root = path.resolve(import.meta.dirname, '../../..')
const folder = path.join(root, 'src/app')

/** The routes of `src/app` that this product wrote, by their paths. */
const written = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'route.ts' && file.startsWith('api'))
    .map((file) => [
      `/${path.dirname(file).replace(/\[([^\]]+)\]/g, ':$1')}`,
      readFileSync(path.join(folder, file), 'utf8'),
    ]),
)

const isDirect = (route: string): boolean =>
  route.startsWith('/api/customer/') || route === '/api/realtime'

const nameOf = (route: (typeof directRoutes)[number]): string =>
  ('answer' in route ? route.answer : route.open).name

describe('what is answered before Next', () => {
  it('is the customers’ routes and the live streams that Next has, no more and no fewer', () => {
    const paths = directRoutes.map((route) => route.path).sort()
    expect(paths).toEqual([...written.keys()].filter(isDirect).sort())
    expect(paths).toHaveLength(5)
  })

  it.each(directRoutes.map((route) => [route.path, nameOf(route)]))(
    'is answered by the function that the route calls: %s by %s',
    (route, name) => {
      const [, body] = written.get(route)!.split('export const GET')
      expect(body!.split('export const')[0]).toMatch(new RegExp(`\\b${name}\\(request, `))
    },
  )

  it.each([...written.keys()])('is found by its path alone: %s', (route) => {
    const asked = route.replace(/:[^/]+/g, 'id%2F1')
    const found = directRoutes.find((one) => one.path === route)
    expect(routeOf(asked)).toBe(found)
    for (const other of [`${asked}/`, `${asked}/more`, `/x${asked}`, asked.toUpperCase()])
      expect(routeOf(other)).toBeUndefined()
  })
})

describe('what Next would do beside its routes', () => {
  it('adds no header to them but hints to browsers that load a page', async () => {
    const rules = await nextConfig.headers!()
    const added = rules.flatMap(({ headers }) => headers.map(({ key }) => key))
    expect(added.sort()).toEqual(['Accept-CH', 'Critical-CH', 'Vary'])
  })

  it('leads no request elsewhere', () => {
    const { basePath, i18n, redirects, rewrites, trailingSlash } = nextConfig
    for (const setting of [basePath, i18n, redirects, rewrites, trailingSlash])
      expect(setting).toBeUndefined()
    for (const name of ['middleware', 'proxy'])
      for (const place of ['', 'src/'])
        expect(existsSync(path.join(root, `${place}${name}.ts`))).toBe(false)
  })
})
