import type { ApplicationDocument, CustomerDocument } from '../documents'

/** What is read of an application; all else of it may be left out. */
export type ApplicationSource = Omit<
  ApplicationDocument,
  'assessments' | 'noticeboard' | 'conversations'
>

/** What is read of a customer. */
export type CustomerSource = Pick<
  CustomerDocument,
  '_id' | 'fullName' | 'emailAddress' | 'ekycStatus' | 'identityDocuments'
>
