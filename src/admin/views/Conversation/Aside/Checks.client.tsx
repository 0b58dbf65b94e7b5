'use client'

import { JsonTree } from '../../../components/JsonTree/JsonTree.client'
import { Pill } from '../../../components/Pill'
import { SafeText } from '../../../components/SafeText'
import { formatMoney } from '../../../format/money'
import { type AssessmentSummary, checks, summariseAssessment } from '../../../format/risk'
import { toVisibleText } from '../../../format/text'
import type { Assessments } from '../../../live/documents'
import styles from './Checks.module.css'
import { Section } from './Section'

/** The three checks: their verdicts, why, and everything else that the provider sent. */
export const Checks = ({ assessments }: { assessments: Assessments | null | undefined }) => (
  <Section title="Checks">
    {checks.map(({ key, label }) => (
      <Check key={key} label={label} summary={summariseAssessment(assessments?.[key])} />
    ))}
  </Section>
)

const Check = ({ label, summary }: { label: string; summary: AssessmentSummary }) => {
  const { hasRun, label: result, reasons, rest, rules, score, tone } = summary
  const money = describeMoney(summary)
  return (
    <div className={styles.check} data-testid="check" data-tone={tone}>
      <div className={styles.head}>
        <h3>{label}</h3>
        <Pill tone={tone}>
          {hasRun
            ? toVisibleText(
                score === undefined || result.includes(score) ? result : `${result} · ${score}`,
              )
            : 'not run'}
        </Pill>
      </div>
      {money && <p>{money}</p>}
      {reasons.length > 0 && (
        <ul>
          {reasons.map((reason, index) => (
            <li key={index}>
              <SafeText>{reason}</SafeText>
            </li>
          ))}
        </ul>
      )}
      {hasRun && reasons.length === 0 && rules.length === 0 && !money && <p>No reasons given</p>}
      {rules.length > 0 && (
        <div className={styles.rules}>
          {rules.map(({ name, outcome, tone: ruleTone }, index) => (
            <div key={index}>
              <SafeText>{name}</SafeText>
              {outcome && <Pill tone={ruleTone}>{toVisibleText(outcome)}</Pill>}
            </div>
          ))}
        </div>
      )}
      {Object.keys(rest).length > 0 && (
        <div className={styles.rest}>
          <JsonTree name="More" value={rest} />
        </div>
      )}
    </div>
  )
}

const describeMoney = ({ expenses, income, surplus }: AssessmentSummary): string =>
  [
    income !== undefined && `income ${formatMoney(income)}`,
    expenses !== undefined && `expenses ${formatMoney(expenses)}`,
    surplus !== undefined && `surplus ${formatMoney(surplus)}`,
  ]
    .filter((part) => part !== false)
    .join(' · ')
    .replace(/^./, (first) => first.toUpperCase())
