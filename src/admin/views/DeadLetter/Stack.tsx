import { SafeText } from '../../components/SafeText'
import styles from './index.module.css'

/** Where in the code it failed; for admins, folded away. */
export const Stack = ({ text }: { text: string }) => (
  <details className={styles.section}>
    <summary>Where it failed</summary>
    <pre className={styles.text}>
      <SafeText>{text}</SafeText>
    </pre>
  </details>
)
