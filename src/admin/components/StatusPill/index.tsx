import { describeStatus } from '../../format/status'
import { toVisibleText } from '../../format/text'
import { Pill } from '../Pill'

/**
 * A conversation's status or standing; one that the product does not know is shown as it was sent.
 * @param title what a hover says, where that is more than the status itself
 */
export const StatusPill = ({
  status,
  title = `Status: ${status}`,
}: {
  status: string
  title?: string
}) => {
  const { label, tone } = describeStatus(status)
  return (
    <Pill title={toVisibleText(title)} tone={tone}>
      {toVisibleText(label)}
    </Pill>
  )
}
