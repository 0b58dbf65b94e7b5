import type { BusinessAnswer } from '@/queries/business/answer'

import type { ChartData } from '../charts/chartData'
import { formatDuration, formatShortDuration } from '../format/duration'
import { formatShare } from '../format/share'
import { toVisibleText, wordsOf } from '../format/text'
import { formatNumber } from './figures'
import type { Target } from './target'

type Open = (target: Target) => void

const count = (value: number | null): string => formatNumber('count', value)

const nameOfStage = (stage: string): string => {
  const words = toVisibleText(wordsOf(stage))
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The way from a started conversation to an approval. */
export const toFunnel = ({ funnel, period }: BusinessAnswer, open: Open): ChartData => {
  const titles = funnel.map(({ kind, stage }) =>
    kind === 'stage'
      ? nameOfStage(stage!)
      : { started: 'Started', decided: 'Decided', approved: 'Approved' }[kind],
  )
  const share = (label: string, key: string, values: (number | null)[]) => ({
    key,
    label,
    look: 'third' as const,
    values,
    format: formatShare,
  })
  return {
    caption: 'Conversations started in the period, by how far they came',
    heading: 'Step',
    categories: titles.map((title, index) => ({
      key: `${funnel[index]!.kind} ${title}`,
      label: title,
      title,
    })),
    series: [
      {
        key: 'conversations',
        label: 'Conversations',
        look: 'first',
        values: funnel.map(({ conversations }) => conversations),
        format: count,
        open: (index) => {
          const { kind, stage } = funnel[index]!
          open({
            title: `${titles[index]}, of the conversations started`,
            behind: {
              kind: (
                {
                  started: 'started',
                  stage: 'reached-stage',
                  decided: 'reached-decision',
                  approved: 'reached-approval',
                } as const
              )[kind],
              ...(stage !== null && { stage }),
            },
            from: period.from,
            to: period.to,
          })
        },
      },
      share(
        'Of started',
        'ofStarted',
        funnel.map(({ shareOfStarted }) => shareOfStarted),
      ),
      share(
        'Of the step before',
        'ofBefore',
        // A stage may be skipped: more than all of those before came this far then.
        funnel.map(({ shareOfStepBefore: share }) => (share !== null && share > 1 ? null : share)),
      ),
    ],
  }
}

/** Where conversations were left. */
export const toDropOff = ({ dropOff, period }: BusinessAnswer, open: Open): ChartData => {
  const titles = dropOff.map(({ stage }) =>
    stage === null ? 'Before the first stage' : nameOfStage(stage),
  )
  return {
    caption: 'Conversations started in the period and left without a decision, by stage',
    heading: 'Stage',
    categories: titles.map((title) => ({ key: title, label: title, title })),
    series: [
      {
        key: 'conversations',
        label: 'Left',
        look: 'first',
        values: dropOff.map(({ conversations }) => conversations),
        format: count,
        open: (index) => {
          const { stage } = dropOff[index]!
          open({
            title: `Left: ${titles[index]}`,
            behind: { kind: 'left', ...(stage !== null && { stage }) },
            from: period.from,
            to: period.to,
          })
        },
      },
      {
        key: 'share',
        label: 'Of all left',
        look: 'third',
        values: dropOff.map(({ shareOfLeft }) => shareOfLeft),
        format: formatShare,
      },
    ],
  }
}

/** How long decisions took. */
export const toDecisionTimes = (
  { decisionTimes, period }: BusinessAnswer,
  open: Open,
): ChartData => {
  const titles = decisionTimes.map(({ fromMs, toMs }) =>
    toMs === null
      ? `${formatDuration(fromMs)} or more`
      : fromMs === 0
        ? `under ${formatDuration(toMs)}`
        : `${formatDuration(fromMs)} to ${formatDuration(toMs)}`,
  )
  return {
    caption: 'Applications decided in the period, by time to decision',
    heading: 'Time to decision',
    categories: decisionTimes.map(({ fromMs, toMs }, index) => ({
      key: String(fromMs),
      label: toMs === null ? `≥${formatShortDuration(fromMs)}` : `<${formatShortDuration(toMs)}`,
      title: titles[index]!,
    })),
    series: [
      {
        key: 'applications',
        label: 'Applications',
        look: 'first',
        values: decisionTimes.map(({ applications }) => applications),
        format: count,
        open: (index) => {
          const { fromMs, toMs } = decisionTimes[index]!
          open({
            title: `Decided in ${titles[index]}`,
            behind: { kind: 'decided-within', fromMs, ...(toMs !== null && { toMs }) },
            from: period.from,
            to: period.to,
          })
        },
      },
    ],
  }
}
