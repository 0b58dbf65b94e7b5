import type { SanitizedConfig } from 'payload'

import { isStaff } from './access/isStaff'
import { nobody } from './access/nobody'
import { boundedQuery } from './hooks/boundedQuery'
import { boundedReads } from './hooks/boundedReads'

/**
 * What holds for every collection, those that Payload adds by itself included: questions are
 * bounded, and where Payload lets in whoever is logged in, only staff get in.
 */
export const guardCollections = (config: SanitizedConfig): SanitizedConfig => {
  for (const { access, hooks, slug } of config.collections) {
    hooks.beforeOperation.unshift(boundedQuery)
    if (!slug.startsWith('payload-')) continue
    hooks.beforeOperation.unshift(boundedReads({ maximumPageSize: 500 }))
    access.unlock = nobody
    access.readVersions = nobody
    if (slug === 'payload-preferences') access.create = isStaff
    if (slug === 'payload-locked-documents') {
      access.create = isStaff
      access.read = isStaff
      access.update = isStaff
      access.delete = isStaff
    }
  }
  return config
}
