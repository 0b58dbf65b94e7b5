import { toVisibleText } from '../../../format/text'
import { humanise } from '../../../format/text'
import { progressOf } from '../../../format/progress'
import type { Application } from '../../../live/documents'
import { toApplicationSummary } from '../../../live/merge'
import styles from './ProgressSection.module.css'
import { Section } from './Section'

/** The stages of the application, which of them are done, and the step it is at. */
export const ProgressSection = ({ application }: { application: Application }) => {
  const { marks, position, stage, total } = progressOf(toApplicationSummary(application))
  const step = application.applicationProcess?.currentProcessStep
  return (
    <Section aside={total > 0 ? `${position} of ${total}` : undefined} title="Progress">
      {total > 0 ? (
        <ol className={styles.stages}>
          {marks.map(({ name, state }, index) => (
            <li
              aria-current={state === 'current' ? 'step' : undefined}
              data-state={state}
              key={index}
            >
              <span>{toVisibleText(name) || 'Unnamed stage'}</span>
              <span className={styles.note}>
                {state === 'current' && step && toVisibleText(humanise(step))}
                {state === 'done' && <span className={styles.hidden}>done</span>}
              </span>
            </li>
          ))}
        </ol>
      ) : (
        <p className={styles.none}>{stage ? toVisibleText(stage) : 'The process has not begun.'}</p>
      )}
    </Section>
  )
}
