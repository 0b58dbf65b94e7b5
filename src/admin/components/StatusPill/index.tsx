import { describeStatus } from '../../format/status'
import { toVisibleText } from '../../format/text'
import { Pill } from '../Pill'

/** A conversation's status; one that the product does not know is shown as it was sent. */
export const StatusPill = ({ status }: { status: string }) => {
  const { label, tone } = describeStatus(status)
  return (
    <Pill title={`Status: ${toVisibleText(status)}`} tone={tone}>
      {toVisibleText(label)}
    </Pill>
  )
}
