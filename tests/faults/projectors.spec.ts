import { describe } from 'vitest'

import { projectorFaults } from './catalogue'
import { itSurvives } from './rounds'

describe('nothing is lost, nothing twice, nothing stuck, and health does not lie, when', () => {
  itSurvives(projectorFaults, 1)
})
