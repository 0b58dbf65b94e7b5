import { describe } from 'vitest'

import { rebuildFaults } from './catalogue'
import { itSurvives } from './rounds'

describe('nothing is lost, nothing twice, nothing stuck, and health does not lie, when', () => {
  itSurvives(rebuildFaults, 1)
})
