import type { Fault } from './fault'
import { mongodbFaults } from './mongodb'
import { networkFaults } from './network'
import { projectorFaults } from './projectors'
import { rebuildFaults } from './rebuilds'
import { redisFaults } from './redis'

/** Every fault that is played, one by one in the tests and at random in a long run. */
export const faults: Fault[] = [
  ...mongodbFaults,
  ...redisFaults,
  ...networkFaults,
  ...projectorFaults,
  ...rebuildFaults,
]

export type { Fault } from './fault'
export { mongodbFaults, networkFaults, projectorFaults, rebuildFaults, redisFaults }
