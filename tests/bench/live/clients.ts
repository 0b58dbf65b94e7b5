import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

import type { Target } from '../../runner/target'
import type { Request, Seen } from './messages'

/** Clients of the live stream in a process of their own. */
export interface Clients {
  forget: () => Promise<void>
  report: () => Promise<Seen>
  wake: () => Promise<Seen>
  close: () => Promise<void>
}

/** Opens so many clients; `sleepers` of them read nothing after the head of the answer. */
export const openClients = async (
  target: Target,
  { readers, sleepers = 0 }: { readers: number; sleepers?: number },
): Promise<Clients> => {
  const child = fork(path.join(import.meta.dirname, 'clientsProcess.ts'), {
    execArgv: ['--import', 'tsx'],
  })
  const ask = async <T>(asked: Request): Promise<T> => {
    child.send(asked)
    const [answer] = (await once(child, 'message')) as [{ value?: T; error?: string }]
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value as T
  }
  await ask({ ask: 'open', url: target.url, token: await logIn(target), readers, sleepers })
  return {
    forget: () => ask({ ask: 'forget' }),
    report: () => ask({ ask: 'report' }),
    wake: () => ask({ ask: 'wake' }),
    close: async () => {
      child.send({ ask: 'close' } satisfies Request)
      await once(child, 'exit')
    },
  }
}

const logIn = async ({ email, password, url }: Target): Promise<string> => {
  const response = await fetch(`${url}/api/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { token } = (await response.json()) as { token: string }
  return token
}
