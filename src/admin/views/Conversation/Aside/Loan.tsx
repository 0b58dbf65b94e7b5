import { Link } from '@payloadcms/ui'

import { Pill } from '../../../components/Pill'
import { SafeText } from '../../../components/SafeText'
import { describeFee } from '../../../format/fee'
import { formatExactMoney } from '../../../format/money'
import { describeOutcome } from '../../../format/status'
import { toVisibleText } from '../../../format/text'
import type { Application } from '../../../live/documents'
import { Facts, Section } from './Section'

/** What the customer asks for and what it would cost. */
export const Loan = ({ application }: { application: Application }) => (
  <Section
    aside={
      <Link
        href={`/admin/collections/applications/${encodeURIComponent(application.id)}`}
        prefetch={false}
      >
        Open application
      </Link>
    }
    title="Loan"
  >
    <Facts
      facts={[
        { name: 'Amount', value: formatExactMoney(application.loanAmount) },
        { name: describeFee(application), value: formatExactMoney(application.loanFee) },
        { name: 'Total payable', value: formatExactMoney(application.loanTotalPayable) },
        { name: 'Term', value: toTerm(application.loanTerm) },
        {
          name: 'Purpose',
          value: application.loanPurpose && <SafeText>{application.loanPurpose}</SafeText>,
        },
        {
          name: 'Outcome',
          value: application.applicationOutcome && (
            <Outcome outcome={application.applicationOutcome} />
          ),
        },
      ]}
    />
  </Section>
)

const Outcome = ({ outcome }: { outcome: string }) => {
  const { label, tone } = describeOutcome(outcome)
  return <Pill tone={tone}>{toVisibleText(label)}</Pill>
}

const toTerm = (months: number | null | undefined): string =>
  typeof months === 'number' ? `${months} ${months === 1 ? 'month' : 'months'}` : '–'
