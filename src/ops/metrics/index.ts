import { collectDefaultMetrics, Registry } from 'prom-client'

import type { ProjectorObserver } from '@/projector/observer'

import { createProjectorMetrics } from './projectorMetrics'
import { createStateMetrics, type StateSources } from './stateMetrics'

/** The numbers of this process. */
export interface Metrics {
  /** Counts what the projector tells. */
  observer: ProjectorObserver
  contentType: string
  /** Everything as Prometheus text, as it stands now. */
  toText: () => Promise<string>
}

/** Registers further numbers, which are read when somebody asks. */
export type MetricsRegistration = (registry: Registry) => void

/** Builds the numbers of one process in a registry of their own. */
export const createMetrics = (
  sources: StateSources,
  register: MetricsRegistration = () => undefined,
): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const observer = createProjectorMetrics(registry)
  const refresh = createStateMetrics(registry, sources)
  register(registry)
  return {
    observer,
    contentType: registry.contentType,
    toText: async () => {
      await refresh()
      return registry.metrics()
    },
  }
}
