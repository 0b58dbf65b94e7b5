/**
 * Whether the configuration is only being read, by `next build` or by one of Payload's generators:
 * nothing is connected, so no environment is needed.
 */
export const isBuilding = (): boolean =>
  process.env.NEXT_PHASE === 'phase-production-build' ||
  process.argv.some((argument) => argument.startsWith('generate:'))
