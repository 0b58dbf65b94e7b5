import { customerDetail, detail, type Json, machineBeat, note, type Story } from '../story/beat'
import { ask, choose, say } from '../story/dialogue'
import { identityRisk } from '../story/assessments'
import { enterStage } from '../story/process'
import type { Scene } from '../story/scene'
import { fill } from '../story/text'
import { identity as questions, identityResults } from '../texts/identity'
import { notes } from '../texts/notes'

/** Who are you, and can you show it. Ends with `plan.identity` settled. */
export function* identity(scene: Scene): Story {
  const { plan, random, customer, isReturning } = scene
  const { person } = customer
  yield enterStage(scene, 'identity')
  if (isReturning) {
    yield* ask(scene, questions.confirmKnown)
    yield customerDetail(scene, {
      ...nameOf(scene),
      ...contactOf(scene),
      residential_address: person.address,
    })
  } else yield* collect(scene)
  const first = document(scene, plan.hasNoLicence ? 'PASSPORT' : 'DRIVERS_LICENCE')
  yield* ask(scene, plan.hasNoLicence ? questions.passport : questions.licence)
  yield detail(scene, {
    customer: { customer_id: customer.customerId },
    customerIdentityDocuments: [first],
  })
  yield say(scene, {
    says: identityResults.checking,
    why: identityResults.checkingWhy,
    input: 'none',
  })
  yield* check(scene, first)
  if (plan.identity === 'high') return
  scene.words.checked = fill(choose(scene, identityResults.passed), scene.words)
  yield customerDetail(scene, {
    ekyc_entity_id: `ekyc-${random.whole(10_000_000, 99_999_999)}`,
    ekyc_status: 'successful',
    individual_status: 'LIVING',
  })
}

function* collect(scene: Scene): Story {
  const { random, customer } = scene
  const { person } = customer
  yield* ask(scene, questions.fullName)
  yield customerDetail(scene, nameOf(scene))
  const { email_address, mobile_phone_number } = contactOf(scene)
  const parts = random.shuffle([
    [questions.email, { email_address }],
    [questions.mobile, { mobile_phone_number }],
    [questions.dateOfBirth, { date_of_birth: person.dateOfBirth }],
    [questions.address, { residential_address: { ...person.address, country: 'Australia' } }],
  ] as const)
  for (const [question, data] of parts) {
    yield* ask(scene, question)
    yield customerDetail(scene, data)
  }
}

function* check(scene: Scene, firstDocument: Json): Story {
  const { plan, random, customer } = scene
  const score = {
    low: random.whole(3, 22),
    medium: random.whole(41, 58),
    high: random.whole(72, 94),
  }[plan.identity]
  const before = plan.identity === 'low' ? 'low' : 'medium'
  const firstScore = plan.identity === 'high' ? random.whole(55, 68) : score
  scene.words.score = String(firstScore)
  scene.words.document = plan.hasNoLicence ? 'passport' : 'driver licence'
  yield machineBeat(scene, 'identityRisk_assessment', identityRisk(scene, before, firstScore), 900)
  const content = fill(choose(scene, notes.identity[before]), scene.words)
  let notedAt = ''
  yield {
    ...note(scene, 'identity', content),
    dat: (at) => ((notedAt = at), { agentName: 'identity', content, versions: [] }),
  }
  if (plan.identity === 'low') return
  yield customerDetail(scene, { ekyc_status: 'pending' })
  yield* ask(scene, questions.medicare, { before: '' })
  yield detail(scene, {
    customer: { customer_id: customer.customerId },
    customerIdentityDocuments: [firstDocument, document(scene, 'MEDICARE')],
  })
  const settled = plan.identity === 'medium' ? 'low' : 'high'
  const settledScore = settled === 'low' ? random.whole(9, 24) : score
  scene.words.score = String(settledScore)
  yield machineBeat(
    scene,
    'identityRisk_assessment',
    identityRisk(scene, settled, settledScore),
    1200,
  )
  const revised = fill(
    choose(scene, settled === 'low' ? notes.identity.resolved : notes.identity.high),
    scene.words,
  )
  yield note(scene, 'identity', revised, [{ content, timestamp: notedAt }])
  if (settled === 'high') yield customerDetail(scene, { ekyc_status: 'failed' })
}

const nameOf = ({ customer: { person } }: Scene): Json => ({
  ...(person.title && { title: person.title }),
  first_name: person.first,
  ...(person.middle && { middle_name: person.middle }),
  last_name: person.last,
  ...(person.isStaff && { staff_flag: true }),
})

const contactOf = ({ customer: { person } }: Scene) => ({
  email_address: { value: person.email },
  mobile_phone_number: person.mobile,
})

const document = (
  { customer: { person } }: Scene,
  type: 'DRIVERS_LICENCE' | 'PASSPORT' | 'MEDICARE',
): Json => ({
  document_type: type,
  document_number: {
    DRIVERS_LICENCE: person.licenceNumber,
    PASSPORT: person.passportNumber,
    MEDICARE: person.medicareNumber,
  }[type],
  ...(type === 'DRIVERS_LICENCE' && {
    document_subtype: 'CAR',
    state_of_issue: person.address.state,
  }),
  ...(type !== 'MEDICARE' && { expiry_date: person.licenceExpiry }),
  country_of_issue: 'Australia',
})
