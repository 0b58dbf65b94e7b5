import { FromNow } from '../../components/FromNow/FromNow.client'
import { Pill } from '../../components/Pill'
import { SafeText } from '../../components/SafeText'
import { countOf, humanise, toVisibleText } from '../../format/text'
import styles from './index.module.css'
import { type DeadLetter, toneOf } from './letter'

/** Which event it is, how it stands, and why it was refused. */
export const Header = ({ letter }: { letter: DeadLetter }) => (
  <header className={styles.head}>
    <div className={styles.title}>
      <h1 className={styles.name}>{toVisibleText(letter.typ ?? 'Event without a type')}</h1>
      <Pill tone={toneOf(letter.status)}>{letter.status}</Pill>
      <Pill tone="bad">{humanise(letter.code ?? 'unknown')}</Pill>
    </div>
    <p className={styles.reason}>
      {letter.path && (
        <>
          <code>
            <SafeText>{letter.path}</SafeText>
          </code>{' '}
        </>
      )}
      <SafeText>{letter.reason ?? ''}</SafeText>
    </p>
    <p className={styles.facts}>
      <span>{letter.streamId}</span>
      <span>{countOf(letter.attempts ?? 0, 'attempt')}</span>
      <span>
        last failure <FromNow at={letter.lastFailedAt} />
      </span>
    </p>
  </header>
)
