import next from 'eslint-config-next'
import nextTypeScript from 'eslint-config-next/typescript'

/**
 * Imports point one way: ledger ← projections ← projector ← runtime; queries ← api ← app; the
 * admin panel reaches the server through HTTP and its server components only.
 */
const direction = (folder, forbidden, instead) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message: instead }] }],
  },
})

const folders = (...names) => names.flatMap((name) => [`@/${name}`, `@/${name}/**`])

const drivers = [
  'mongodb',
  'mongoose',
  'ioredis',
  'payload',
  'payload/**',
  '@payloadcms/**',
  'next',
  'next/**',
  'react',
  'react/**',
  'node:*',
]

const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only src/config reads the environment: take the value from env() or as a parameter.',
}
const processState = {
  selector: "MemberExpression[object.name='globalThis']",
  message: 'Only src/runtime holds process-wide state: take the part as a parameter.',
}
const readModelWrite = {
  selector:
    'CallExpression[callee.property.name=/^(bulkWrite|insertOne|insertMany|updateOne|updateMany|replaceOne|deleteOne|deleteMany|findOneAndUpdate|findOneAndReplace)$/]',
  message: 'Only src/projector writes read models: let an event do it.',
}
const dangerousHtml = {
  selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
  message: 'Words of customers are text, never markup.',
}

const config = [
  {
    ignores: [
      '.next/**',
      '.billie/**',
      'node_modules/**',
      'payload-types.ts',
      'next-env.d.ts',
      'src/app/(payload)/admin/importMap.js',
    ],
  },
  ...next,
  ...nextTypeScript,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-console': 'error',
      eqeqeq: ['error', 'smart'],
      'react/no-danger': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', environment, processState, readModelWrite, dangerousHtml],
    },
  },
  {
    files: ['src/config/**', 'src/engines/**', 'src/instrumentation.ts'],
    rules: { 'no-restricted-syntax': ['error', processState, readModelWrite, dangerousHtml] },
  },
  {
    files: ['src/runtime/**'],
    rules: { 'no-restricted-syntax': ['error', environment, readModelWrite, dangerousHtml] },
  },
  {
    files: ['src/projector/**', 'src/collections/**'],
    rules: { 'no-restricted-syntax': ['error', environment, processState, dangerousHtml] },
  },
  {
    // What people read in a terminal is written there.
    files: [
      'src/engines/**',
      'src/cli/**',
      'src/simulator/**',
      'src/runtime/bootServer.ts',
      'src/server/main.mjs',
      'tests/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // Foreign documents of any shape are compared in tests.
    files: ['tests/**'],
    rules: { '@typescript-eslint/no-explicit-any': 'off' },
  },
  direction(
    'ledger',
    [...folders('*'), '!@/ledger', '!@/ledger/**', ...drivers],
    'The vocabulary knows zod only.',
  ),
  direction(
    'projections',
    [
      ...folders(
        'exporter',
        'projector',
        'realtime',
        'collections',
        'queries',
        'api',
        'admin',
        'ops',
        'runtime',
        'server',
        'engines',
        'simulator',
        'cli',
        'config',
        'app',
      ),
      ...drivers,
    ],
    'A projection is pure: it knows the ledger and nothing else.',
  ),
  direction(
    'projector',
    [
      ...folders(
        'exporter',
        'collections',
        'queries',
        'api',
        'admin',
        'runtime',
        'server',
        'engines',
        'simulator',
        'cli',
        'config',
        'app',
      ),
      '@payloadcms/**',
      'payload',
    ],
    'The projector is given what it needs by src/runtime.',
  ),
  direction(
    'exporter',
    [
      ...folders('*'),
      '!@/ledger',
      '!@/ledger/**',
      '!@/projector',
      '@/projector/*',
      ...['store', 'committed', 'gateControl', 'gateMaster', 'sleep'].map(
        (name) => `!@/projector/${name}`,
      ),
      'ioredis',
      'mongoose',
      'payload',
      'payload/**',
      '@payloadcms/**',
      'next',
      'next/**',
      'react',
      'react/**',
    ],
    'The exporter reads the archive and knows its sinks, nothing else: src/cli gives it what it needs.',
  ),
  direction(
    'realtime',
    [
      ...folders(
        'projector',
        'exporter',
        'collections',
        'api',
        'admin',
        'runtime',
        'server',
        'engines',
        'simulator',
        'cli',
        'app',
      ),
    ],
    'The live stream is given what it needs by src/runtime.',
  ),
  direction(
    'queries',
    [
      ...folders(
        'exporter',
        'api',
        'admin',
        'runtime',
        'server',
        'engines',
        'simulator',
        'cli',
        'app',
      ),
    ],
    'A query knows no HTTP and no process: take what it needs as a parameter.',
  ),
  direction(
    'api',
    folders('exporter', 'admin', 'server', 'engines', 'simulator', 'cli', 'app'),
    'An endpoint parses, authorises and calls one query.',
  ),
  direction(
    'server',
    folders('exporter', 'projector', 'admin', 'runtime', 'engines', 'simulator', 'cli', 'app'),
    'What stands before Next calls the same functions as the routes do.',
  ),
  direction(
    'admin',
    [
      ...folders(
        'exporter',
        'projector',
        'api',
        'runtime',
        'server',
        'engines',
        'simulator',
        'cli',
        'config',
        'collections',
      ),
      'mongodb',
      'ioredis',
      'mongoose',
    ],
    'The admin panel reaches the server through HTTP contracts and server components.',
  ),
  direction(
    'simulator',
    [
      ...folders('*'),
      '!@/simulator',
      '!@/simulator/**',
      '!@/config',
      '!@/config/**',
      'mongodb',
      'payload',
    ],
    'The simulator plays an application that is not ours: it knows the stream only.',
  ),
]

export default config
