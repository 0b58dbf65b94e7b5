import type { Scene } from '../scene'

/** Something that goes wrong, and is over when `play` returns. */
export interface Fault {
  /** A sentence. */
  name: string
  play: (scene: Scene) => Promise<void>
}
