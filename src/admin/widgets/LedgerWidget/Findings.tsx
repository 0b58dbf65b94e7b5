import type { HealthReport } from '@/ops/health/report'

import { Pill } from '../../components/Pill'
import { findingLines } from '../../format/health'
import styles from './index.module.css'

/** Everything that is wrong, in a sentence each. */
export const Findings = ({ report }: { report: HealthReport }) => {
  const lines = findingLines(report)
  if (lines.length === 0) return <p className={styles.nothing}>All parts work: no finding.</p>
  return (
    <ul aria-label="What is wrong" className={styles.findings}>
      {lines.map(({ code, message, tone, where }) => (
        <li key={`${where} ${code}`}>
          <Pill title={code} tone={tone}>
            {where}
          </Pill>
          <span>{message}</span>
        </li>
      ))}
    </ul>
  )
}
