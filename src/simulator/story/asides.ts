import { type Beat, machineBeat, type Story } from './beat'
import type { Scene } from './scene'

/** Events of other agents, and types that the reader may not know yet, as they come by the way. */
export function* asides(scene: Scene): Story {
  const { random } = scene
  if (random.chance(0.025))
    yield { ...random.pick(telemetry)(scene), pauseMs: random.whole(20, 300) }
  if (random.chance(0.006)) yield random.pick(newTypes)(scene)
}

const telemetry: readonly ((scene: Scene) => Beat)[] = [
  (scene) => ({ ...machineBeat(scene, 'heartbeat', {}), agent: 'telemetry' }),
  (scene) => ({
    ...machineBeat(scene, 'model_usage', {
      model: 'broker-small',
      input_tokens: scene.random.whole(900, 4200),
      output_tokens: scene.random.whole(30, 240),
      latency_ms: scene.random.whole(420, 2600),
    }),
    agent: 'telemetry',
  }),
  (scene) => ({ ...machineBeat(scene, 'session_ping', { state: 'open' }), agent: 'gateway' }),
]

const newTypes: readonly ((scene: Scene) => Beat)[] = [
  (scene) =>
    machineBeat(scene, 'sentiment_scored', {
      sentiment: scene.mood.name === 'anxious' ? 'negative' : 'neutral',
      confidence: Math.round(scene.random.between(0.5, 0.98) * 100) / 100,
    }),
  (scene) =>
    machineBeat(scene, 'prompt_version_selected', { version: `v${scene.random.whole(3, 9)}` }),
]
