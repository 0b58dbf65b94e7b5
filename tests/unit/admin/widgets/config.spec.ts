import type { WidgetInstance } from 'payload'
import { describe, expect, it } from 'vitest'

import { isBusinessWidget } from '@/admin/widgets/BusinessWidget/names'
import { toChoice } from '@/admin/widgets/choice'
import { dashboard } from '@/admin/widgets/config'

const widths = ['x-small', 'small', 'medium', 'large', 'x-large', 'full']
const layout = dashboard.defaultLayout as WidgetInstance[]
const widgetOf = (slug: string) => dashboard.widgets.find((widget) => widget.slug === slug)

describe('the overview at first', () => {
  it('is made of widgets that there are, in widths that they allow', () => {
    for (const { widgetSlug, width } of layout) {
      const widget = widgetOf(widgetSlug)
      expect(widget, widgetSlug).toBeDefined()
      const [least, most] = [widget?.minWidth ?? 'x-small', widget?.maxWidth ?? 'full']
      expect(widths.indexOf(width)).toBeGreaterThanOrEqual(widths.indexOf(least))
      expect(widths.indexOf(width)).toBeLessThanOrEqual(widths.indexOf(most))
    }
  })

  it('chooses what the widgets understand', () => {
    for (const { data } of layout) if (data) expect(toChoice(data)).toMatchObject(data)
  })

  it('draws every widget about the business that can be added', () => {
    const business = dashboard.widgets.filter(({ Component }) =>
      String(Component).includes('BusinessWidget'),
    )
    expect(business).toHaveLength(10)
    for (const { slug } of business) expect(isBusinessWidget(slug), slug).toBe(true)
  })
})
