/**
 * An independent reading of the spec: works the read models out of raw entries the slow way, in
 * stream order, sharing no code with the product. Used to check the product's fold and documents.
 */
export interface RawEntry {
  id: string
  fields: Record<string, string>
}

type Doc = Record<string, unknown>

export interface OracleState {
  conversations: Map<string, Doc>
  applications: Map<string, Doc>
  customers: Map<string, Doc>
  customerApplications: Map<string, Doc>
  customerConversations: Map<string, Doc>
}

const order = (left: string, right: string): number => {
  const [leftMs = '0', leftN = '0'] = left.split('-')
  const [rightMs = '0', rightN = '0'] = right.split('-')
  const ms = BigInt(leftMs) - BigInt(rightMs)
  const n = BigInt(leftN) - BigInt(rightN)
  return ms !== 0n ? (ms < 0n ? -1 : 1) : n < 0n ? -1 : n > 0n ? 1 : 0
}

const iso = (text: string): string => new Date(text).toISOString()
/** Amounts are sent in whole cents, so that these are exact: half a cent of a fee is rounded up, as on paper. */
const inCents = (amount: number): number => Math.round(amount * 100)
const number = (value: unknown): unknown => (typeof value === 'string' ? Number(value) : value)

/** The read models that valid entries determine, each given once or more, in any order. */
export const oracle = (entries: readonly RawEntry[]): OracleState => {
  const state: OracleState = {
    conversations: new Map(),
    applications: new Map(),
    customers: new Map(),
    customerApplications: new Map(),
    customerConversations: new Map(),
  }
  const unique = [...new Map(entries.map((entry) => [entry.id, entry])).values()]
  for (const entry of unique.sort((left, right) => order(left.id, right.id)))
    if (entry.fields.agt === 'broker') apply(state, entry)
  for (const conversation of state.conversations.values()) {
    const customer = state.customers.get(conversation.customerId as string)
    if (customer?.fullName) conversation.customerName = customer.fullName
  }
  for (const [id, doc] of state.applications)
    state.customerApplications.set(
      id,
      customerApplication(id, doc, state.customers.get(doc.customerId as string)),
    )
  for (const [id, doc] of state.conversations)
    state.customerConversations.set(id, customerConversation(doc))
  return state
}

const customerApplication = (id: string, doc: Doc, customer: Doc | undefined): Doc => {
  const process = doc['portal:process'] as Record<string, any> | null | undefined
  const stages: { complete?: boolean }[] = process?.applicationProcessState ?? []
  const done = stages.filter(({ complete }) => complete).length
  const listed = (doc['portal:documents'] ?? []) as Record<string, any>[]
  const identity = { successful: 'verified', failed: 'rejected' }[customer?.ekycStatus as string]
  const hasIdentity = ((customer?.['portal:identity'] ?? []) as unknown[]).length > 0
  const requiredDocuments =
    listed.length > 0
      ? listed.map(({ documentType, reason, status }) => ({
          documentType: documentType ?? 'DOCUMENT',
          status: status === undefined ? 'required' : String(status).toLowerCase(),
          reason: reason ?? undefined,
        }))
      : [
          {
            documentType: 'BANK_STATEMENT',
            status: doc.statementCaptureCompleted ? 'verified' : 'required',
          },
          { documentType: 'IDENTITY', status: identity ?? (hasIdentity ? 'uploaded' : 'required') },
        ]
  const isOutstanding = requiredDocuments.some(({ status }) =>
    ['required', 'rejected'].includes(status),
  )
  return {
    applicationId: id,
    customerId: doc.customerId,
    applicationNumber: doc.applicationNumber,
    status: portalStatus(doc),
    currentStage: process?.currentProcessStage || 'draft',
    progressPercentage: stages.length > 0 ? Math.round((100 * done) / stages.length) : 0,
    loanAmount: doc.loanAmount ?? undefined,
    loanFee: doc.loanFee ?? undefined,
    loanTotalPayable: doc.loanTotalPayable ?? undefined,
    customerName: customer?.fullName,
    customerEmail: customer?.emailAddress ?? undefined,
    requiredDocuments,
    submittedAt: doc['portal:submittedAt'],
    lastUpdateAt: doc.updatedAt,
    estimatedDecisionDate: doc['portal:decisionDate'] ?? undefined,
    hasOutstandingRequirements: isOutstanding,
    canUploadDocuments:
      isOutstanding &&
      !['approved', 'declined', 'withdrawn'].includes(doc.applicationOutcome as string),
    version: doc.version,
  }
}

const portalStatus = (doc: Doc): string => {
  if (doc.applicationOutcome === 'approved') return 'approved'
  if (doc.applicationOutcome === 'declined') return 'declined'
  if ((doc['portal:process'] as Record<string, any> | null)?.currentProcessStage)
    return 'under_review'
  return doc.customerAttestationAcceptance ? 'submitted' : 'draft'
}

const customerConversation = (doc: Doc): Doc => {
  const last = doc.lastUtterance as { utterance: string; createdAt: string } | undefined
  return {
    conversationId: doc.conversationId,
    customerId: doc.customerId,
    applicationId: doc.applicationId,
    purpose: doc.purpose || 'Loan Application Chat',
    status: doc.status === 'active' ? 'active' : 'completed',
    lastMessage: last?.utterance.replace(/<[^>]+>/g, '').replace(/\d[\d ]{9,}\d/g, '••••'),
    lastMessageAt: last?.createdAt,
    isAccessible: true,
    messageCount: doc.utteranceCount,
    startedAt: doc.startedAt,
    version: doc.version,
  }
}

const begin = (map: Map<string, Doc>, id: string, fresh: () => Doc): Doc => {
  const known = map.get(id)
  if (known) return known
  const doc = fresh()
  map.set(id, doc)
  return doc
}

const push = (doc: Doc, field: string, id: string): void => {
  const list = doc[field] as string[]
  if (!list.includes(id)) list.push(id)
}

const apply = (state: OracleState, { fields }: RawEntry): void => {
  const dat = JSON.parse(fields.dat ?? '{}') as Record<string, any>
  const cid = fields.cid
  const isDetail = fields.typ === 'applicationDetail_changed'
  const aid = fields.aid ?? (isDetail ? dat.applicationNumber : undefined)
  const uid = isDetail ? (dat.customer?.customer_id ?? dat.customerId ?? fields.uid) : fields.uid
  const at = iso(fields.tsp!)

  const conversation =
    cid &&
    begin(state.conversations, cid, () => ({
      conversationId: cid,
      status: 'active',
      utteranceCount: 0,
      version: 0,
      startedAt: at,
      updatedAt: at,
      started: false,
    }))
  const application =
    aid &&
    begin(state.applications, aid, () => ({
      applicationNumber: aid,
      conversations: [],
      noticeboard: [],
      assessments: {},
      version: 0,
    }))
  const customer =
    uid &&
    begin(state.customers, uid, () => ({
      customerId: uid,
      conversations: [],
      applications: [],
      version: 0,
    }))

  if (conversation) {
    conversation.version = (conversation.version as number) + 1
    if (at > (conversation.updatedAt as string)) conversation.updatedAt = at
    if (!conversation.started && at < (conversation.startedAt as string))
      conversation.startedAt = at
    if (aid) conversation.applicationId = aid
    if (uid) conversation.customerId = uid
    if (isDetail && dat.applicationNumber) conversation.told = dat.applicationNumber
    if (aid) conversation.applicationNumber = conversation.told ?? aid
  }
  if (application && cid) push(application, 'conversations', cid)
  if (application && uid) application.customerId = uid
  if (customer && cid) push(customer, 'conversations', cid)
  if (customer && aid) push(customer, 'applications', aid)

  switch (fields.typ) {
    case 'conversation_started':
      Object.assign(conversation as Doc, { status: 'active', startedAt: at, started: true })
      break
    case 'user_input':
    case 'assistant_response': {
      const doc = conversation as Doc
      doc.utteranceCount = (doc.utteranceCount as number) + 1
      doc.lastUtterance = {
        username: fields.typ === 'user_input' ? 'customer' : 'assistant',
        utterance: dat.utterance ?? dat.u ?? '',
        createdAt: at,
      }
      if (dat.end_conversation ?? dat.e ?? false) doc.status = 'soft_end'
      break
    }
    case 'applicationDetail_changed':
      detail(application as Doc, customer as Doc | undefined, dat, at)
      break
    case 'identityRisk_assessment':
      assess(application as Doc, 'identityRisk', dat, at)
      break
    case 'serviceability_assessment_results':
      assess(application as Doc, 'serviceability', dat, at)
      break
    case 'fraudCheck_results':
      assess(application as Doc, 'fraudCheck', dat, at)
      break
    case 'noticeboard_updated':
      count(application as Doc, at)
      ;((application as Doc).noticeboard as unknown[]).push({
        agentName: dat.agentName,
        content: dat.content,
        timestamp: at,
      })
      break
    case 'final_decision': {
      count(application as Doc, at)
      const decision = String(dat.decision).toLowerCase()
      ;(application as Doc).applicationOutcome = decision
      if (conversation && ['approved', 'declined'].includes(decision))
        conversation.status = decision
      break
    }
    case 'conversation_summary':
      if (dat.conversation_purpose !== undefined)
        (conversation as Doc).purpose = dat.conversation_purpose
      if (dat.conversation_facts !== undefined) (conversation as Doc).facts = dat.conversation_facts
  }
  if (application && !application['portal:submittedAt'] && portalStatus(application) !== 'draft')
    application['portal:submittedAt'] = at
}

const count = (application: Doc, at: string): void => {
  application.version = (application.version as number) + 1
  if (!application.updatedAt || at > (application.updatedAt as string)) application.updatedAt = at
}

const assess = (application: Doc, field: string, dat: unknown, at: string): void => {
  count(application, at)
  ;(application.assessments as Doc)[field] = dat
}

const plain = [
  'loanPurpose',
  'customerAttestationAcceptance',
  'statementCaptureCompleted',
  'applicationOutcome',
]
const numeric = ['loanAmount', 'loanFee', 'loanTotalPayable', 'loanTerm']
const customerFields: Record<string, string> = {
  preferred_name: 'preferredName',
  first_name: 'firstName',
  middle_name: 'middleName',
  last_name: 'lastName',
  mobile_phone_number: 'mobilePhoneNumber',
  staff_flag: 'staffFlag',
  ekyc_status: 'ekycStatus',
  residential_address: 'residentialAddress',
}

const detail = (
  application: Doc,
  customer: Doc | undefined,
  dat: Record<string, any>,
  at: string,
): void => {
  count(application, at)
  if (dat.applicationNumber) application.applicationNumber = dat.applicationNumber
  for (const field of plain)
    if (dat[field] !== undefined)
      application[field] = field === 'applicationOutcome' ? dat[field]?.toLowerCase() : dat[field]
  for (const field of numeric)
    if (dat[field] !== undefined) {
      application[field] = number(dat[field])
      application[`sent:${field}`] = true
    }
  if (dat.applicationProcess !== undefined) application['portal:process'] = dat.applicationProcess
  if (dat.requiredDocuments !== undefined) application['portal:documents'] = dat.requiredDocuments
  if (dat.estimatedDecisionDate !== undefined)
    application['portal:decisionDate'] = dat.estimatedDecisionDate
  const { loanAmount } = application
  const hasAmount = typeof loanAmount === 'number'
  if (!application['sent:loanFee'])
    application.loanFee = hasAmount ? Math.floor((inCents(loanAmount) + 10) / 20) / 100 : undefined
  if (!application['sent:loanTotalPayable'])
    application.loanTotalPayable =
      hasAmount && typeof application.loanFee === 'number'
        ? (inCents(loanAmount) + inCents(application.loanFee)) / 100
        : undefined

  const sent = dat.customer ?? {}
  const identity = dat.customerIdentityDocuments
  const knowsField = Object.keys(sent).some(
    (key) => key in customerFields || key === 'email_address',
  )
  if (!customer || !(knowsField || identity !== undefined)) return
  if (identity !== undefined) customer['portal:identity'] = identity
  customer.version = (customer.version as number) + 1
  for (const [wire, field] of Object.entries(customerFields))
    if (sent[wire] !== undefined)
      customer[field] =
        wire === 'residential_address' && sent[wire]
          ? { country: 'Australia', ...sent[wire] }
          : sent[wire]
  if (sent.email_address !== undefined) customer.emailAddress = sent.email_address?.value ?? null
  const names = [customer.firstName, customer.middleName, customer.lastName].filter(Boolean)
  customer.fullName = names.length > 0 ? names.join(' ') : (customer.preferredName ?? undefined)
}
