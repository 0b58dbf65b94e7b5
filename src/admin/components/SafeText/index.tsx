import { toVisibleParts } from '../../format/text'
import styles from './index.module.css'

/**
 * Text that came from outside. It keeps its own direction, cannot turn that of what stands
 * around it, and shows the characters that would act unseen.
 */
export const SafeText = ({ children }: { children: string }) => (
  <bdi dir="auto">
    {toVisibleParts(children).map((part, index) =>
      part.kind === 'text' ? (
        part.text
      ) : (
        <span
          className={styles.control}
          key={`${index} ${part.code}`}
          title={`Control character ${part.code}`}
        >
          {part.code}
        </span>
      ),
    )}
  </bdi>
)
