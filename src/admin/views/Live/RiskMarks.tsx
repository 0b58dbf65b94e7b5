import { Pill } from '../../components/Pill'
import { checks, summariseAssessment } from '../../format/risk'
import { toVisibleText } from '../../format/text'
import type { Assessments } from '../../live/documents'
import styles from './RiskMarks.module.css'

/** The three checks in a word each. */
export const RiskMarks = ({ assessments }: { assessments: Assessments | null | undefined }) => (
  <div className={styles.marks}>
    {checks.map(({ key, label: check, short }) => {
      const { hasRun, label, score, tone } = summariseAssessment(assessments?.[key])
      const result = toVisibleText(label)
      return (
        <Pill
          key={key}
          title={
            hasRun
              ? `${check}: ${result}${score === undefined ? '' : `, score ${score}`}`
              : `${check}: not run`
          }
          tone={tone}
        >
          {short} {hasRun ? result : <span aria-label="not run">–</span>}
        </Pill>
      )
    })}
  </div>
)
