import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'

import { RowsChart } from '@/admin/charts/RowsChart.client'

const values = [8, 0, null]

/** The buttons of the rows, as the browser is given them. */
const buttonsOf = (): string[] => {
  const categories = values.map((_, index) => ({
    ...{ key: `${index}`, label: `Step ${index}`, title: `Step ${index}` },
  }))
  const markup = renderToStaticMarkup(
    createElement(RowsChart, {
      data: {
        ...{ caption: 'Steps', heading: 'Step', categories },
        series: [
          {
            ...{ key: 'key', label: 'Label', look: 'first', values },
            format: (value) => (value === null ? 'none' : String(value)),
            open: () => undefined,
          },
        ],
      },
    }),
  )
  return markup.match(/<button.*?<\/button>/g)!
}

describe('the rows of a chart', () => {
  it('tell that a row opens nothing, and leave it where it can be read', () => {
    const [eight, zero, missing] = buttonsOf()
    expect(eight).toContain('aria-disabled="false" aria-label="Step 0: 8. Show the conversations"')
    expect(zero).toContain('aria-disabled="true" aria-label="Step 1: 0"')
    expect(missing).toContain('aria-disabled="true" aria-label="Step 2: none"')
    for (const button of [eight, zero, missing]) expect(button).not.toContain(' disabled')
  })

  it('draw no bar for a row without a number', () => {
    expect(buttonsOf().map((button) => /width:([\d.]+)%/.exec(button)?.[1])).toEqual([
      ...['100', '0', '0'],
    ])
  })
})
