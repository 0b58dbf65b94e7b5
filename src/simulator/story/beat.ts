import type { Scene } from './scene'

/** A JSON object on its way to the wire. */
export type Json = Record<string, unknown>

/** One event of a conversation, before it has a time. */
export interface Beat {
  /** Default `broker`. */
  agent?: string
  type: string
  /** Given the event's own time (ISO) where the data tells it. */
  dat: Json | ((at: string) => Json)
  /** Time since the conversation's previous event, in its own clock. */
  pauseMs: number
  /** The broker ends the conversation with it. */
  ends?: boolean
}

/** A part of a conversation. */
export type Story = Generator<Beat, void>

/** An event that a machine produces: it follows at once. */
export const machineBeat = (scene: Scene, type: string, dat: Beat['dat'], slowMs = 0): Beat => ({
  type,
  dat,
  pauseMs: scene.random.whole(150, 900) + slowMs,
})

/** What became known about application and customer; only that part is sent. */
export const detail = (scene: Scene, data: Json): Beat =>
  machineBeat(scene, 'applicationDetail_changed', {
    ...(scene.random.chance(0.7) && { applicationNumber: scene.applicationNumber }),
    ...data,
  })

/** What became known about the customer. */
export const customerDetail = (scene: Scene, customer: Json, more: Json = {}): Beat =>
  detail(scene, { customer: { customer_id: scene.customer.customerId, ...customer }, ...more })

/** A note of an agent on the noticeboard; `earlier` are its former wordings. */
export const note = (
  scene: Scene,
  agentName: 'identity' | 'serviceability' | 'fraud',
  content: string,
  earlier: { content: string; timestamp: string }[] = [],
): Beat => machineBeat(scene, 'noticeboard_updated', { agentName, content, versions: earlier })
