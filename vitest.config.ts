import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vitest/config'

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const alias = { '@payload-config': path('./payload.config.ts'), '@': path('./src') }

/** Engines are shared by all files of a project: one file at a time, and time to start them. */
const onEngines = { fileParallelism: false, testTimeout: 60_000, hookTimeout: 180_000 }

export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      {
        resolve: { alias },
        test: { name: 'unit', include: ['tests/unit/**/*.spec.{ts,tsx}'] },
      },
      {
        resolve: { alias },
        test: {
          ...onEngines,
          name: 'integration',
          include: ['tests/{integration,faults}/**/*.spec.{ts,tsx}'],
          globalSetup: ['tests/runner/provideEngines.ts'],
        },
      },
      {
        resolve: { alias },
        test: {
          ...onEngines,
          name: 'e2e',
          include: ['tests/e2e/**/*.spec.{ts,tsx}'],
          globalSetup: ['tests/runner/checkTarget.ts'],
        },
      },
    ],
  },
})
