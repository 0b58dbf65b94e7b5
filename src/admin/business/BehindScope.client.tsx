'use client'

import { type ReactNode, useState } from 'react'

import { BehindPanel } from './BehindPanel.client'
import type { Target } from './target'
import { TargetContext } from './TargetContext'

/** Shows, beside the page, the conversations behind any number within. */
export const BehindScope = ({
  children,
  filters,
  timeZone,
}: {
  children: ReactNode
  /** What narrows the numbers within, as an address says it. */
  filters: URLSearchParams
  /** Whose days the numbers are of; nothing before they are read. */
  timeZone: string | undefined
}) => {
  const [target, setTarget] = useState<Target>()
  return (
    <TargetContext value={setTarget}>
      {children}
      {target && timeZone !== undefined && (
        <BehindPanel
          filters={filters}
          onClose={() => setTarget(undefined)}
          target={target}
          timeZone={timeZone}
        />
      )}
    </TargetContext>
  )
}
