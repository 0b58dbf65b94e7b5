import { Bones } from '../../components/Bones'
import styles from './index.module.css'

/** Holds the place of figures and charts while they are read. */
export const Loading = () => (
  <div aria-label="Reading the numbers" className={styles.numbers} role="status">
    <div className={styles.figures}>
      {Array.from({ length: 8 }, (_, index) => (
        <div className={styles.figure} key={index}>
          <Bones lines={[60, 35, 50]} />
        </div>
      ))}
    </div>
    <div className={styles.charts}>
      {Array.from({ length: 4 }, (_, index) => (
        <div className={styles.placeholder} key={index}>
          <Bones lines={[30, 100, 90, 95, 80, 100]} />
        </div>
      ))}
    </div>
  </div>
)
