import { setTimeout as delay } from 'node:timers/promises'

import { groupName, toConsumerName } from '@/projector/consumer'

import { readFollower } from '@/projector/analytics/state'

import type { Scene } from '../scene'
import { waits } from '../scene/bringUp'
import type { Halt } from '../scene/dieAtStep'
import type { ProjectorProcess } from '../scene/processes'

import type { Fault } from './fault'
import { until } from './until'

const dayMs = 24 * 60 * 60_000

/** What can go wrong with the processes that project. */
export const projectorFaults: Fault[] = [
  {
    name: 'projectors are killed at random and started again',
    play: async (scene) => {
      for (let times = 0; times < 6; times++) {
        const projector = draw(scene)
        await delay(scene.random() * 400)
        await projector.kill()
        await projector.restart()
      }
    },
  },
  {
    name: 'all projectors are killed at once',
    play: async ({ projectors }) => {
      await Promise.all(projectors.map((projector) => projector.kill()))
      await Promise.all(projectors.map((projector) => projector.restart()))
    },
  },
  {
    name: 'a projector is stopped until its entries are taken over, and goes on',
    play: async (scene) => {
      const projector = draw(scene)
      projector.signal('SIGSTOP')
      await delay(waits.claimIdleMs + waits.claimEveryMs + 1_500)
      projector.signal('SIGCONT')
    },
  },
  {
    name: 'all projectors are stopped, and go on',
    play: async ({ health, projectors }) => {
      for (const projector of projectors) projector.signal('SIGSTOP')
      await health.whileWrong('nobody projected', () => delay(6_000), 3_000)
      for (const projector of projectors) projector.signal('SIGCONT')
    },
  },
  {
    name: 'the clocks of two projectors are a day ahead and a day behind',
    play: async ({ projectors: [ahead, behind] }) => {
      const restart = async (shiftMs: number): Promise<void> => {
        await Promise.all([ahead!.kill(), behind!.kill()])
        await Promise.all([ahead!.restart({ shiftMs }), behind!.restart({ shiftMs: -shiftMs })])
      }
      await restart(dayMs)
      await delay(2_000)
      await restart(0)
    },
  },
  {
    name: 'the stream is trimmed before it is read',
    play: async ({ admitReportedLoss, control, projectors, stream }) => {
      for (const projector of projectors) projector.signal('SIGSTOP')
      // Shorter than what makes a projector count as dead: what it holds it will still apply.
      await delay(waits.claimIdleMs / 2)
      await control.xtrim(stream, 'MAXLEN', 30)
      admitReportedLoss()
      for (const projector of projectors) projector.signal('SIGCONT')
    },
  },
  {
    name: 'entries are deleted while the projector that was given them is dead',
    play: async ({ admitReportedLoss, control, mongo, projectors: [projector], stream }) => {
      mongo.signal('SIGSTOP')
      const [last] = await control.xrevrange(stream, '+', '-', 'COUNT', 1)
      await delay(1_000)
      await projector!.kill()
      const pending = (await control.xpending(
        ...([stream, groupName, `(${last![0]}`, '+', 50, toConsumerName('fault-0')] as const),
      )) as [id: string][]
      if (pending.length > 0) await control.xdel(stream, ...pending.map(([id]) => id))
      admitReportedLoss()
      mongo.signal('SIGCONT')
      await projector!.restart()
    },
  },
  {
    name: 'whoever counts the numbers of the business is killed in the middle of a step',
    play: async (scene) => {
      for (const step of ['after numbers', 'after note of numbers', 'after commit of numbers']) {
        const counting = await haltWhoCounts(scene, { step, signal: 'SIGKILL' })
        await counting.kill()
        await counting.restart()
      }
    },
  },
  {
    name: 'whoever counts the numbers is stopped in the middle of a step until another one counts, and goes on',
    play: async (scene) => {
      const counting = await haltWhoCounts(scene, { step: 'after numbers', signal: 'SIGSTOP' })
      const before = await readFollower(scene.store)
      await until('another one counts', async () => {
        const now = await readFollower(scene.store)
        return now?.owner !== before?.owner && now?.position !== before?.position
      })
      counting.signal('SIGCONT')
    },
  },
]

/** Has whichever projector counts halt itself at a step. @returns the one that did */
const haltWhoCounts = async ({ projectors }: Scene, halt: Halt): Promise<ProjectorProcess> => {
  let halted: ProjectorProcess | undefined
  for (const projector of projectors)
    void projector.untilHalts(halt).then(() => {
      halted ??= projector
      for (const other of projectors) if (other !== halted) other.callOff()
    })
  await until('one of the projectors counts', () => halted !== undefined)
  return halted!
}

const draw = ({ projectors, random }: Scene) =>
  projectors[Math.floor(random() * projectors.length)]!
