import type { WidgetServerProps } from 'payload'

import { isStaff } from '../../views/isStaff'
import { toChoice } from '../choice'
import { Closed } from '../Closed'
import { BusinessWidgetContent } from './BusinessWidget.client'
import { isBusinessWidget } from './names'

/** A widget about the business: which one, its slug says. */
export const BusinessWidget = ({ req, widgetData, widgetSlug }: WidgetServerProps) => {
  if (!isStaff(req.user)) return <Closed />
  if (!isBusinessWidget(widgetSlug)) return null
  return <BusinessWidgetContent choice={toChoice(widgetData)} name={widgetSlug} />
}
