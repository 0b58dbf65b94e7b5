import type { ChartData, ChartSeries, SeriesLook } from './chartData'

/** Colours of Payload's theme that people with any colour vision tell apart, in both themes. */
export const colours: Record<SeriesLook, string> = {
  first: 'var(--billie-chart-first)',
  second: 'var(--billie-chart-second)',
  third: 'var(--billie-chart-third)',
  before: 'var(--billie-chart-before)',
}

/** What sets off the number that the arrow keys have reached. */
export const focusStroke = { stroke: 'var(--theme-elevation-1000)', strokeWidth: 2 } as const

/** How the line of a series is broken. */
export const dashes: Record<SeriesLook, string | undefined> = {
  first: undefined,
  second: '6 3',
  third: '2 3',
  before: '4 4',
}

/** The fill of a bar: plain, hatched or dotted. */
export const fillOf = (id: string, { look }: ChartSeries): string =>
  look === 'first' || look === 'before' ? colours[look] : `url(#${id}-${look})`

/** The patterns that `fillOf` names. */
export const Patterns = ({ id }: { id: string }) => (
  <defs>
    <pattern
      height="6"
      id={`${id}-second`}
      patternTransform="rotate(45)"
      patternUnits="userSpaceOnUse"
      width="6"
    >
      <rect fill="var(--theme-bg)" height="6" width="6" />
      <rect fill={colours.second} height="6" width="4" />
    </pattern>
    <pattern height="5" id={`${id}-third`} patternUnits="userSpaceOnUse" width="5">
      <rect fill="var(--theme-bg)" height="5" width="5" />
      <circle cx="2.5" cy="2.5" fill={colours.third} r="1.7" />
    </pattern>
  </defs>
)

/** A small sign of a series, for the legend and the tooltip. */
export const Swatch = ({
  id,
  isLine,
  series,
}: {
  id: string
  isLine: boolean
  series: ChartSeries
}) => (
  <svg aria-hidden height="10" width="18">
    {isLine || series.look === 'before' ? (
      <line
        stroke={colours[series.look]}
        strokeDasharray={dashes[series.look]}
        strokeWidth="2"
        x1="0"
        x2="18"
        y1="5"
        y2="5"
      />
    ) : (
      <rect fill={fillOf(id, series)} height="10" rx="2" width="18" />
    )}
  </svg>
)

/** Whether a chart needs a legend: one series is named by its title. */
export const needsLegend = ({ series }: ChartData): boolean => series.length > 1
