import { fromStoredJson } from '@/ledger/json'

import type { OracleState } from './oracle'

type Doc = Record<string, any>

/** The read models as they are stored. */
export interface StoredDocuments {
  conversations: Iterable<unknown>
  applications: Iterable<unknown>
  customers: Iterable<unknown>
  'customer-applications'?: Iterable<unknown>
  'customer-conversations'?: Iterable<unknown>
}

/** One read model's documents by id: those stored, and those that the oracle expects. */
export interface Comparable {
  collection: keyof StoredDocuments
  stored: Map<string, unknown>
  expected: Map<string, unknown>
}

/** The part of documents that the oracle knows, in one form: JSON, without what is internal. */
export const toComparable = (documents: StoredDocuments, expected: OracleState): Comparable[] => [
  {
    collection: 'conversations',
    stored: byId(documents.conversations, 'conversationId', seenConversation),
    expected: fromOracle(expected.conversations, 'conversationId', oracleConversation),
  },
  {
    collection: 'applications',
    stored: byId(documents.applications, '_id', seenApplication),
    expected: new Map([...expected.applications].map(([id, doc]) => [id, json(withoutNotes(doc))])),
  },
  {
    collection: 'customers',
    stored: byId(documents.customers, 'customerId', seenCustomer),
    expected: fromOracle(expected.customers, 'customerId', withoutNotes),
  },
  ...portal(documents, expected),
]

const portal = (documents: StoredDocuments, expected: OracleState): Comparable[] =>
  documents['customer-applications'] && documents['customer-conversations']
    ? [
        {
          collection: 'customer-applications',
          stored: byId(
            documents['customer-applications'],
            'applicationId',
            seenCustomerApplication,
          ),
          expected: fromOracle(expected.customerApplications, 'applicationId', (doc) => doc),
        },
        {
          collection: 'customer-conversations',
          stored: byId(
            documents['customer-conversations'],
            'conversationId',
            seenCustomerConversation,
          ),
          expected: fromOracle(expected.customerConversations, 'conversationId', (doc) => doc),
        },
      ]
    : []

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const byId = (documents: Iterable<unknown>, key: string, see: (doc: Doc) => Doc) =>
  new Map([...documents].map((doc) => [(doc as Doc)[key], json(see(doc as Doc))]))

const fromOracle = (documents: Map<string, Doc>, key: string, see: (doc: Doc) => Doc) =>
  new Map([...documents.values()].map((doc) => [doc[key], json(see(doc))]))

const seenConversation = ({ _id, ledger, revision, searchTerms, facts, ...doc }: Doc): Doc => ({
  ...doc,
  ...(facts && { facts: facts.map(({ fact }: Doc) => fact) }),
})

const oracleConversation = ({ started, told, ...doc }: Doc): Doc => doc

const seenApplication = ({
  _id,
  applicationProcess,
  assessments,
  ledger,
  noticeboard,
  revision,
  ...doc
}: Doc): Doc => ({
  ...doc,
  assessments: Object.fromEntries(
    Object.entries(assessments).map(([name, stored]) => [name, fromStoredJson(stored)]),
  ),
  noticeboard: noticeboard.map(({ agentName, content, timestamp }: Doc) => ({
    agentName,
    content,
    timestamp,
  })),
})

/** The oracle's own notes have a colon in their names. */
const withoutNotes = (doc: Doc): Doc =>
  Object.fromEntries(Object.entries(doc).filter(([field]) => !field.includes(':')))

const seenCustomer = ({ _id, identityDocuments, ledger, revision, updatedAt, ...doc }: Doc): Doc =>
  doc

const seenCustomerApplication = ({ _id, requiredDocuments, revision, ...doc }: Doc): Doc => ({
  ...doc,
  requiredDocuments: requiredDocuments.map(({ id, ...row }: Doc) => row),
})

const seenCustomerConversation = ({ _id, revision, ...doc }: Doc): Doc => doc
