import { canOpen, type ChartData } from './chartData'
import styles from './index.module.css'

/** The numbers of a chart as a table; a number that is made of conversations opens them. */
export const DataTable = ({ data }: { data: ChartData }) => (
  <div className={styles.scroll} role="region" aria-label={`${data.caption}, table`} tabIndex={0}>
    <table className={styles.table}>
      <caption className={styles.caption}>{data.caption}</caption>
      <thead>
        <tr>
          <th scope="col">{data.heading}</th>
          {data.series.map(({ key, label }) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {data.categories.map(({ isOpen, key, title }, index) => (
          <tr key={key}>
            <th scope="row">
              {title}
              {isOpen && <em> not over yet</em>}
            </th>
            {data.series.map((series) => (
              <td key={series.key}>
                <Number index={index} series={series} title={title} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
)

const Number = ({
  index,
  series,
  title,
}: {
  index: number
  series: ChartData['series'][number]
  title: string
}) => {
  const { format, label, open, values } = series
  const text = format(values[index] ?? null)
  if (!canOpen(series, index)) return text
  return (
    <button
      aria-label={`${label}, ${title}: ${text}. Show the conversations`}
      className={styles.open}
      onClick={() => open?.(index)}
      type="button"
    >
      {text}
    </button>
  )
}
