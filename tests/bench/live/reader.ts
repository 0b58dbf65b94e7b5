import { digestStep, emptyDigest } from './messages'

const blockEnd = Buffer.from('\n\n')
const dataLine = Buffer.from('\ndata: ')
const eventKey = Buffer.from('"eventId":"')
const idLine = Buffer.from('id: ')
const numbersKey = Buffer.from('"collection":"daily-metrics"')

/**
 * Reads one live stream as cheaply as it can be checked: a thousand of them share half a machine
 * with the app. A frame is known by its position and by the stream id of its event.
 */
export const createReader = ({
  onFrame,
  onNumbers,
}: {
  onFrame: (appendedAtMs: number) => void
  /**
   * A day's numbers name the latest event that they count; the one before it that was told began to
   * wait no earlier than this.
   */
  onNumbers: (waitingSinceMs: number) => void
}) => {
  let rest: Buffer | undefined
  let begin: string | undefined
  let frames = 0
  let digest = emptyDigest
  let last: [ms: number, n: number] = [0, 0]
  let isDisordered = false
  let countedToMs: number | undefined

  const take = (block: Buffer): void => {
    const data = block.indexOf(dataLine)
    const id = block.indexOf(idLine)
    // A heartbeat has an id but no data.
    if (data < 0 || id < 0) return
    const position = block.toString('latin1', id + idLine.length, data)
    if (begin === undefined) {
      begin = position
      return
    }
    frames += 1
    digest = digestStep(digest, position)
    const separator = position.indexOf('-')
    const place: [number, number] = [
      Number(position.slice(0, separator)),
      Number(position.slice(separator + 1)),
    ]
    if (place[0] < last[0] || (place[0] === last[0] && place[1] <= last[1])) isDisordered = true
    last = place
    const event = block.lastIndexOf(eventKey)
    // The ledger gave the event its id when it was appended: the id begins with that time.
    if (event < 0) return
    const appendedAtMs = Number.parseInt(
      block.toString('latin1', event + eventKey.length, event + 30),
      10,
    )
    if (!block.includes(numbersKey)) return onFrame(appendedAtMs)
    if (countedToMs !== undefined && appendedAtMs > countedToMs) onNumbers(countedToMs)
    countedToMs = Math.max(countedToMs ?? 0, appendedAtMs)
  }

  return {
    read: (chunk: Buffer): void => {
      const text = rest ? Buffer.concat([rest, chunk]) : chunk
      let start = 0
      for (;;) {
        const end = text.indexOf(blockEnd, start)
        if (end < 0) break
        take(text.subarray(start, end))
        start = end + blockEnd.length
      }
      rest = start < text.length ? Buffer.from(text.subarray(start)) : undefined
    },
    begin: () => begin,
    frames: () => frames,
    digest: () => digest,
    isDisordered: () => isDisordered,
  }
}
