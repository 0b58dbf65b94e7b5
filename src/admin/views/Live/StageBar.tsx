import { progressOf } from '../../format/progress'
import { toVisibleText } from '../../format/text'
import type { Stage } from '../../live/documents'
import styles from './StageBar.module.css'

/** Which application, at which stage, and how much of the way lies behind it. */
export const StageBar = ({
  applicationNumber,
  currentProcessStage,
  stages,
}: {
  applicationNumber: string | null | undefined
  currentProcessStage: string | null | undefined
  stages: Stage[]
}) => {
  const { marks, position, stage, total } = progressOf({ currentProcessStage, stages })
  const where = [applicationNumber, stage].filter(Boolean).map((text) => toVisibleText(text!))
  return (
    <div className={styles.stage}>
      <div className={styles.row}>
        <span className={styles.where} title={where.join(' · ')}>
          {where.length > 0 ? where.join(' · ') : 'No application yet'}
        </span>
        {total > 0 && (
          <span className={styles.position}>
            {position} of {total}
          </span>
        )}
      </div>
      <div aria-hidden className={styles.bar}>
        {total > 0 ? (
          marks.map(({ state }, index) => <i data-state={state} key={index} />)
        ) : (
          <i data-state="open" />
        )}
      </div>
    </div>
  )
}
