import { canOpen, type ChartData } from './chartData'
import styles from './index.module.css'
import { Swatch } from './looks'

/** What a chart says of the place that is pointed at, or that the arrow keys have reached. */
export const ChartTooltip = ({
  data,
  focused,
  id,
  index,
  isLine,
}: {
  data: ChartData
  /** The series whose number the arrow keys have reached. */
  focused?: number
  id: string
  index: number | undefined
  isLine: boolean
}) => {
  const category = index === undefined ? undefined : data.categories[index]
  if (!category) return null
  return (
    <div className={styles.tooltip}>
      <strong>
        {category.title}
        {category.isOpen && <em> · not over yet</em>}
      </strong>
      {data.series.map((series, row) => (
        <div data-focused={row === focused || undefined} key={series.key}>
          <Swatch id={id} isLine={isLine} series={series} />
          <span>{series.label}</span>
          <b>{series.format(series.values[index!] ?? null)}</b>
        </div>
      ))}
      {focused !== undefined && canOpen(data.series[focused]!, index!) && (
        <p>Enter shows the conversations</p>
      )}
    </div>
  )
}
