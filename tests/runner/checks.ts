import { runCommand } from '@/engines/command'
import { projectRoot } from '@/engines/root'

import { checkImportMap, checkPayloadTypes } from './generated'
import type { StepName } from './options'

/** A check that passes or fails as a whole; it answers what is wrong, or nothing. */
export interface Check {
  name: StepName
  title: string
  run: (signal: AbortSignal) => Promise<string | undefined>
}

const script =
  (name: string) =>
  async (signal: AbortSignal): Promise<string | undefined> => {
    const { code, output } = await runCommand({
      program: 'npm',
      args: ['run', '--silent', name],
      cwd: projectRoot,
      signal,
    })
    return code === 0 ? undefined : output.trim() || `npm run ${name} ended with code ${code}`
  }

/** What is checked without running the product, the quickest first. */
export const checks: Check[] = [
  { name: 'format', title: 'Format', run: script('lint:format') },
  { name: 'lint', title: 'Lint', run: script('lint') },
  { name: 'cycles', title: 'Architecture: no circular imports', run: script('lint:cycles') },
  { name: 'types', title: 'Types', run: script('types') },
  { name: 'generated', title: 'payload-types.ts is fresh', run: checkPayloadTypes },
  { name: 'generated', title: 'The import map is fresh', run: checkImportMap },
]
