import { z } from 'zod'

import { day, identifier } from '../values'

const text = z.string().nullish()
const flag = z.boolean().nullish()

const address = z
  .object({ street: text, city: text, state: text, postcode: text, country: text })
  .transform((sent) => ({
    ...sent,
    country: sent.country === undefined ? 'Australia' : sent.country,
  }))

/** One identity document. The whole list is sent each time and replaces the earlier one. */
export const identityDocument = z
  .object({
    document_type: text,
    document_subtype: text,
    document_number: text,
    expiry_date: day.nullish(),
    state_of_issue: text,
    country_of_issue: text,
    additional_info: text,
  })
  .transform((sent) => ({
    documentType: sent.document_type,
    documentSubtype: sent.document_subtype,
    documentNumber: sent.document_number,
    expiryDate: sent.expiry_date,
    stateOfIssue: sent.state_of_issue,
    countryOfIssue: sent.country_of_issue === undefined ? 'Australia' : sent.country_of_issue,
    additionalInfo: sent.additional_info,
  }))

/** The `customer` part of an application's data: snake case on the wire, full words inside. */
export const customerDat = z.object({
  customer_id: identifier.nullish(),
  title: text,
  preferred_name: text,
  first_name: text,
  middle_name: text,
  last_name: text,
  email_address: z.object({ value: text }).nullish(),
  mobile_phone_number: text,
  date_of_birth: day.nullish(),
  residential_address: address.nullish(),
  mailing_address: address.nullish(),
  staff_flag: flag,
  investor_flag: flag,
  founder_flag: flag,
  ekyc_entity_id: text,
  ekyc_status: text,
  individual_status: text,
})

/**
 * The customer's fields that an event sets (`null` clears one, an absent key leaves it).
 * An address and the list of documents are replaced whole, the others one by one.
 */
export const toCustomerChange = (
  sent: z.infer<typeof customerDat> | null | undefined,
  identityDocuments: z.infer<typeof identityDocument>[] | null | undefined,
): CustomerChange =>
  withoutAbsent({
    title: sent?.title,
    preferredName: sent?.preferred_name,
    firstName: sent?.first_name,
    middleName: sent?.middle_name,
    lastName: sent?.last_name,
    emailAddress: sent?.email_address === null ? null : sent?.email_address?.value,
    mobilePhoneNumber: sent?.mobile_phone_number,
    dateOfBirth: sent?.date_of_birth,
    residentialAddress: sent?.residential_address,
    mailingAddress: sent?.mailing_address,
    staffFlag: sent?.staff_flag,
    investorFlag: sent?.investor_flag,
    founderFlag: sent?.founder_flag,
    ekycEntityId: sent?.ekyc_entity_id,
    ekycStatus: sent?.ekyc_status,
    individualStatus: sent?.individual_status,
    identityDocuments,
  })

export interface CustomerChange {
  title?: string | null
  preferredName?: string | null
  firstName?: string | null
  middleName?: string | null
  lastName?: string | null
  emailAddress?: string | null
  mobilePhoneNumber?: string | null
  dateOfBirth?: Date | null
  residentialAddress?: z.infer<typeof address> | null
  mailingAddress?: z.infer<typeof address> | null
  staffFlag?: boolean | null
  investorFlag?: boolean | null
  founderFlag?: boolean | null
  ekycEntityId?: string | null
  ekycStatus?: string | null
  individualStatus?: string | null
  identityDocuments?: z.infer<typeof identityDocument>[] | null
}

/** Drops the keys whose value is `undefined`: what was not sent is not there. */
export const withoutAbsent = <T extends object>(
  value: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
