'use client'

import { Link } from '@payloadcms/ui'

import { Pill } from '../../../components/Pill'
import { SafeText } from '../../../components/SafeText'
import { formatAddress } from '../../../format/address'
import { describeEkyc, describeIndividualStatus } from '../../../format/customer'
import { humanise, maskNumber, toVisibleText } from '../../../format/text'
import { formatCalendarDay } from '../../../format/time'
import type { Customer, IdentityDocument } from '../../../live/documents'
import styles from './CustomerSection.module.css'
import { Facts, Section } from './Section'

/** Who the customer is, as far as the ledger has told. */
export const CustomerSection = ({ customer }: { customer: Customer }) => {
  const residential = formatAddress(customer.residentialAddress)
  const mailing = formatAddress(customer.mailingAddress)
  const documents = customer.identityDocuments ?? []
  return (
    <Section
      aside={
        <Link
          href={`/admin/collections/customers/${encodeURIComponent(customer.id)}`}
          prefetch={false}
        >
          Open customer
        </Link>
      }
      title="Customer"
    >
      <Flags customer={customer} />
      <Facts
        facts={[
          { name: 'Name', value: text(customer.fullName) },
          { name: 'Called', value: text(customer.preferredName) },
          { name: 'Customer id', value: text(customer.customerId) },
          { name: 'E-mail', value: text(customer.emailAddress) },
          { name: 'Mobile', value: text(customer.mobilePhoneNumber) },
          { name: 'Born', value: formatCalendarDay(customer.dateOfBirth) },
          { name: 'Lives at', value: text(residential) },
          { name: 'Mail to', value: mailing === residential ? '' : text(mailing) },
        ]}
      />
      {documents.length > 0 && (
        <ul className={styles.documents}>
          {documents.map((document, index) => (
            <IdentityDocumentRow document={document} key={document.id ?? index} />
          ))}
        </ul>
      )}
    </Section>
  )
}

const Flags = ({ customer }: { customer: Customer }) => {
  const ekyc = describeEkyc(customer.ekycStatus)
  const individual = describeIndividualStatus(customer.individualStatus)
  return (
    <div className={styles.flags}>
      {ekyc && <Pill tone={ekyc.tone}>{toVisibleText(ekyc.label)}</Pill>}
      {individual && <Pill tone={individual.tone}>{toVisibleText(individual.label)}</Pill>}
      {customer.staffFlag && <Pill tone="warn">Staff</Pill>}
      {customer.investorFlag && <Pill tone="warn">Investor</Pill>}
      {customer.founderFlag && <Pill tone="warn">Founder</Pill>}
    </div>
  )
}

const IdentityDocumentRow = ({ document }: { document: IdentityDocument }) => {
  const kind = [document.documentType, document.documentSubtype]
    .filter(Boolean)
    .map((part) => humanise(part!))
    .join(', ')
  const place = [document.stateOfIssue, document.countryOfIssue].filter(Boolean).join(', ')
  const expiry = formatCalendarDay(document.expiryDate)
  return (
    <li>
      <span>{toVisibleText(kind) || 'Document'}</span>
      {document.documentNumber && (
        <span className={styles.number} title="Only its end is shown">
          {toVisibleText(maskNumber(document.documentNumber))}
        </span>
      )}
      <span className={styles.place}>
        {toVisibleText([place, expiry && `expires ${expiry}`].filter(Boolean).join(' · '))}
      </span>
    </li>
  )
}

const text = (value: string | null | undefined) => value && <SafeText>{value}</SafeText>
