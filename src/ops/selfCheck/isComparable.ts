import { masterOf, ownVersions } from '@/projector/gateMaster'
import type { Store } from '@/projector/store'

/**
 * Whether the live documents were made by this program's projections, and none is being switched:
 * otherwise every difference would be one of versions.
 */
export const isComparable = async (store: Store): Promise<boolean> => {
  const master = await masterOf(store).findOne({ _id: '*' })
  if (!master) return true
  return (
    !master.isClosed &&
    Object.entries(ownVersions()).every(([name, version]) => master.versions[name] === version)
  )
}
