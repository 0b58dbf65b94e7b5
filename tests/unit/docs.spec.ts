import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) =>
    name.endsWith('.md') ? `docs/${name}` : [],
  ),
]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** Everything that may give a name to what the pages speak of. */
const sources = ['src', 'tests', 'examples']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
      .map((path) => read(join(folder, path))),
  )
  .join('\n')

/** What a pattern's first group finds in a page, each once. */
const find = (page: string, pattern: RegExp): string[] => [
  ...new Set([...read(page).matchAll(pattern)].map(([, found]) => found!)),
]

/** The anchor that GitHub gives a heading. */
const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

const anchorsOf = (page: string): string[] => find(page, /^#+ (.+)$/gm).map(toAnchor)

describe.each(pages)('%s', (page) => {
  it('leads to what is there', () => {
    const dead = find(page, /\]\((?!https?:)([^)]+)\)/g).filter((link) => {
      const [path, anchor] = link.split('#') as [string, string?]
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, target))) return true
      return anchor !== undefined && !anchorsOf(target).includes(anchor)
    })
    expect(dead).toEqual([])
  })

  it('names files that are there', () => {
    const named = find(page, /`((?:src|tests|examples|docs)\/[\w./-]+)`/g)
    // Some are named without their ending.
    const isThere = (path: string) =>
      ['', '.ts', '.tsx'].some((ending) => existsSync(join(root, path + ending)))
    expect(named.filter((path) => !isThere(path))).toEqual([])
  })

  it('names commands that there are', () => {
    const named = find(page, /npm run ([\w:]+)/g)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })

  it('names settings, codes and metrics that the sources know', () => {
    const named = [
      ...find(page, /`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)(?=[`=])/g),
      ...find(page, /\b(billie_\w+)\b/g),
    ]
    expect(named.filter((name) => !sources.includes(name))).toEqual([])
  })
})
