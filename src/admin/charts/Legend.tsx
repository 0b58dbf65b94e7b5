import type { ChartData } from './chartData'
import styles from './index.module.css'
import { Swatch } from './looks'

/** Which sign stands for which series. */
export const Legend = ({ data, id, isLine }: { data: ChartData; id: string; isLine: boolean }) => (
  <ul className={styles.legend}>
    {data.series.map((series) => (
      <li key={series.key}>
        <Swatch id={id} isLine={isLine} series={series} />
        {series.label}
      </li>
    ))}
  </ul>
)
