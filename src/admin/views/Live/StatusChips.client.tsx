'use client'

import { countOf, groupDigits, toVisibleText } from '../../format/text'
import type { StatusGroup } from '../../format/status'
import styles from './StatusChips.module.css'

/** Narrows the board to conversations that stand alike. The counts are those of what is loaded, and say so. */
export const StatusChips = ({
  groups,
  isPartial,
  loaded,
  onSelect,
  selected,
  total,
}: {
  groups: (StatusGroup & { count: number })[]
  isPartial: boolean
  /** Nothing while nothing is loaded yet. */
  loaded: number | undefined
  onSelect: (key: string) => void
  selected: string
  total: number | undefined
}) => (
  <div aria-label="Filter by status" className={styles.chips} role="group">
    <Chip count={loaded} isOn={selected === ''} label="All" onClick={() => onSelect('')} />
    {groups.map(({ count, key, label }) => (
      <Chip
        count={loaded === undefined ? undefined : count}
        isOn={selected === key}
        key={key}
        label={toVisibleText(label)}
        onClick={() => onSelect(selected === key ? '' : key)}
      />
    ))}
    {isPartial && loaded !== undefined && (
      <span className={styles.partial}>
        among the newest {groupDigits(loaded)}
        {total !== undefined && ` of ${countOf(total, 'conversation')}`}
      </span>
    )}
  </div>
)

const Chip = ({
  count,
  isOn,
  label,
  onClick,
}: {
  count: number | undefined
  isOn: boolean
  label: string
  onClick: () => void
}) => (
  <button
    aria-pressed={isOn}
    className={styles.chip}
    data-testid="status-chip"
    onClick={onClick}
    type="button"
  >
    {label} {count !== undefined && <b>{groupDigits(count)}</b>}
  </button>
)
