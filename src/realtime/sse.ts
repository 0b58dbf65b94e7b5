import type { ConnectedFrame, ResyncFrame } from './frames'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** How soon a browser connects again by itself, in milliseconds. */
const retryMs = 1_000

/**
 * The beginning of every stream: tells the client who it is and where it stands. It has an id, so
 * that a client that saw nothing else still resumes from there.
 */
export const connectedMessage = (frame: ConnectedFrame): Uint8Array =>
  encoder.encode(`retry: ${retryMs}\nid: ${frame.position}\ndata: ${JSON.stringify(frame)}\n\n`)

/** Tells the client to load again; from here on it stands at `position`. */
export const resyncMessage = (position: string): Uint8Array => {
  const frame: ResyncFrame = { type: 'resync' }
  return encoder.encode(`id: ${position}\ndata: ${JSON.stringify(frame)}\n\n`)
}

/** One change; `frame` is a `ChangeFrame` as JSON text, which holds no line break. */
export const changeMessage = (position: string, frame: string): Uint8Array =>
  encoder.encode(`id: ${position}\ndata: ${frame}\n\n`)

/** The frame that a change's message carries, as JSON text. */
export const frameOf = (message: Uint8Array): string => {
  const text = decoder.decode(message)
  return text.slice(text.indexOf('data: ') + 'data: '.length, -2)
}

/**
 * Shows both sides that the line is alive. Without data it makes no event, but its id moves the
 * place to resume from past changes that the client did not want.
 */
export const heartbeatMessage = (position: string): Uint8Array =>
  encoder.encode(`: heartbeat\nid: ${position}\n\n`)

/** What every live stream answers with: no proxy may buffer, transform or keep it. */
export const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-cache, no-store, no-transform',
  'X-Accel-Buffering': 'no',
  Connection: 'keep-alive',
}
