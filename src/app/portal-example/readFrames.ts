/** A document as the customer routes answer it. */
export interface PortalDocument {
  id: string
  revision: number
  [field: string]: unknown
}

/** One event of the live stream. */
export interface PortalFrame {
  /** Where to go on from. */
  id?: string
  data?: { type?: string; collection?: string; doc?: PortalDocument }
}

/** Reads server-sent events: an `EventSource` cannot show a token. */
export async function* readFrames(body: ReadableStream<Uint8Array>): AsyncGenerator<PortalFrame> {
  const reader = body.pipeThrough(new TextDecoderStream() as never).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: string }
    if (done) return
    const blocks = (rest + value).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const id = /^id: (.*)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      yield {
        ...(id !== undefined && { id }),
        ...(data !== undefined && { data: JSON.parse(data) as PortalFrame['data'] & object }),
      }
    }
  }
}
