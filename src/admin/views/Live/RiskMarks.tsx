import { Pill } from '../../components/Pill'
import { checks, summariseAssessment } from '../../format/risk'
import { toVisibleText } from '../../format/text'
import type { Assessments } from '../../live/documents'
import styles from './RiskMarks.module.css'

/** The three checks in a word each. */
export const RiskMarks = ({ assessments }: { assessments: Assessments | null | undefined }) => (
  <div className={styles.marks}>
    {checks.map(({ key, label: check, short }) => {
      const { hasRun, label, score, short: result, tone } = summariseAssessment(assessments?.[key])
      return (
        <Pill
          key={key}
          title={
            hasRun
              ? `${check}: ${toVisibleText(label)}${score === undefined ? '' : `, score ${score}`}`
              : `${check}: not run`
          }
          tone={tone}
        >
          {short} {hasRun ? toVisibleText(result) : <span aria-label="not run">–</span>}
        </Pill>
      )
    })}
  </div>
)
