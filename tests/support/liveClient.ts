import { request, type ClientRequest, type IncomingMessage } from 'node:http'

/** A frame of the live stream with its id. */
export interface SeenFrame {
  id?: string
  data: any
}

/** A plain reader of the live stream. */
export interface TestStream {
  status: number
  headers: IncomingMessage['headers']
  frames: SeenFrame[]
  comments: string[]
  /** What an EventSource would send as `Last-Event-ID`. */
  lastEventId: () => string | undefined
  /** The data of the change frames' documents that came so far. */
  changes: () => any[]
  until: (condition: () => boolean, timeoutMs?: number) => Promise<void>
  /** Resolves when the server ends the stream or the connection. */
  ended: Promise<void>
  pause: () => void
  resume: () => void
  close: () => void
}

/** Opens the live stream as an `EventSource` does. */
export const openStream = async (
  url: string,
  headers: Record<string, string> = {},
): Promise<TestStream> => {
  let outgoing: ClientRequest | undefined
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    outgoing = request(url, { headers, agent: false }, resolve)
    outgoing.on('error', reject)
    outgoing.end()
  })
  const frames: SeenFrame[] = []
  const comments: string[] = []
  let last: string | undefined
  let rest = ''
  incoming.setEncoding('utf8')
  incoming.on('data', (text: string) => {
    rest += text
    const blocks = rest.split('\n\n')
    rest = blocks.pop()!
    for (const block of blocks) {
      let id: string | undefined
      let data: string | undefined
      for (const line of block.split('\n')) {
        if (line.startsWith(':')) comments.push(line.slice(1).trim())
        else if (line.startsWith('id: ')) id = line.slice(4)
        else if (line.startsWith('data: ')) data = (data ?? '') + line.slice(6)
      }
      last = id ?? last
      if (data !== undefined) frames.push({ data: JSON.parse(data), ...(id && { id }) })
    }
  })
  const ended = new Promise<void>((resolve) => {
    incoming.once('end', resolve)
    incoming.once('close', resolve)
    incoming.once('error', () => resolve())
  })
  return {
    status: incoming.statusCode!,
    headers: incoming.headers,
    frames,
    comments,
    lastEventId: () => last,
    changes: () => frames.filter(({ data }) => data.collection).map(({ data }) => data.doc),
    until: async (condition, timeoutMs = 5_000) => {
      const deadline = Date.now() + timeoutMs
      while (!condition()) {
        if (Date.now() > deadline)
          throw new Error(
            `Waited in vain; the frames were ${JSON.stringify(frames).slice(0, 2_000)}`,
          )
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    ended,
    pause: () => void incoming.pause(),
    resume: () => void incoming.resume(),
    close: () => void outgoing?.destroy(),
  }
}
