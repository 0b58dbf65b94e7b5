import type { Beat } from './beat'
import type { Scene } from './scene'

/** One event of a conversation as the fields of a stream entry, by their names on the wire. */
export const toFields = (scene: Scene, beat: Beat, time: string): Record<string, string> => {
  const { agent = 'broker', type, dat } = beat
  const isBroker = agent === 'broker'
  if (isBroker) scene.seq++
  const data = typeof dat === 'function' ? dat(time) : dat
  return {
    agt: agent,
    typ: type,
    cid: scene.conversationId,
    ...(isBroker && {
      aid: scene.applicationId,
      uid: scene.customer.customerId,
      seq: String(scene.seq),
    }),
    tsp: time,
    dat: JSON.stringify(data),
  }
}
