import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Payload } from 'payload'

import { projectRoot } from '@/engines/root'

/** `get /api/conversations/{id}/transcript`. */
export type RouteName = string

const apiFolders = ['src/app/api', 'src/app/(payload)/api']

/** The routes that have a file of their own; the one that hands everything on to Payload is none. */
export const routesOfFiles = (): RouteName[] =>
  apiFolders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /(^|\/)route\.tsx?$/.test(file) && !file.includes('[...'))
      .flatMap((file) => {
        const path = file
          .replace(/\/?route\.tsx?$/, '')
          .split('/')
          .filter((part) => !part.startsWith('('))
          .map((part) => part.replace(/^\[(.+)\]$/, '{$1}'))
          .join('/')
        const source = readFileSync(join(projectRoot, folder, file), 'utf8')
        return methodsOf(source).map((method) => `${method} /api/${path}`)
      }),
  )

/** Browsers' preflights are no operation, nor are methods that a route is there to refuse. */
const methodsOf = (source: string): string[] =>
  [...source.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b(?! = refused\b)/g)].map(
    ([, method]) => method!.toLowerCase(),
  )

/** The routes that the configuration gives to Payload, its own among them. */
export const routesOfConfig = ({ collections, config }: Payload): RouteName[] => [
  ...config.endpoints.map(({ method, path }) => `${method} /api${toTemplate(path)}`),
  ...Object.values(collections).flatMap(({ config: { endpoints, slug } }) =>
    (endpoints || []).map(({ method, path }) => `${method} /api/${slug}${toTemplate(path)}`),
  ),
]

const toTemplate = (path: string): string =>
  path.replace(/:([^/?]+)\??/g, '{$1}').replace(/\/$/, '')
