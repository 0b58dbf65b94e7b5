import { Agent, request } from 'node:http'

import { SignJWT } from 'jose'

/** What a process of callers is asked to do. */
export interface CallersTask {
  url: string
  customerTokenSecret: string
  /** Each customer with one of their applications, by business ids. */
  customers: [customerId: string, applicationId: string][]
  ratePerSecond: number
  /** Asked before what counts: compiled code and connections are no matter of the load. */
  warmSeconds: number
  seconds: number
}

/** What the callers saw from when the requests count. */
export interface CallersReport {
  requests: number
  /** Answers by their status; 0 where none came. */
  statuses: Record<number, number>
  /** In milliseconds, from when each request was due, whether it could be sent then or not. */
  latencies: number[]
}

/** Enough for every request that is late: none waits for another one's connection. */
const maximumConnections = 256

/**
 * Asks the customer routes at a steady rate whatever becomes of the answers: each request has its
 * time, and its latency counts from then, so that a server that stands still is charged for every
 * request that it kept from being sent.
 * @param begin is called when the requests begin to count
 */
export const callSteadily = async (
  { customerTokenSecret, customers, ratePerSecond, seconds, url, warmSeconds }: CallersTask,
  begin: () => void,
): Promise<CallersReport> => {
  const key = new TextEncoder().encode(customerTokenSecret)
  const tokens = await Promise.all(
    customers.map(([customerId]) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(customerId)
        .setExpirationTime('1h')
        .sign(key),
    ),
  )
  const agent = new Agent({ keepAlive: true, maxSockets: maximumConnections })
  const { hostname, port } = new URL(url)
  const tags = new Map<string, string>()
  const warm = ratePerSecond * warmSeconds
  const report: CallersReport = { requests: ratePerSecond * seconds, statuses: {}, latencies: [] }

  const ask = (index: number, dueAt: number): Promise<void> =>
    new Promise((resolve) => {
      const who = index % customers.length
      const [customerId, applicationId] = customers[who]!
      const own = `/api/customer/${encodeURIComponent(customerId)}`
      const path = [
        `${own}/applications`,
        `${own}/application/${encodeURIComponent(applicationId)}`,
        `${own}/conversations`,
      ][Math.floor(index / customers.length) % 3 === 0 ? index % 3 : (index + 1) % 3]!
      const tag = index % 2 === 0 ? tags.get(path) : undefined
      const end = (status: number): void => {
        if (index < warm) return resolve()
        report.statuses[status] = (report.statuses[status] ?? 0) + 1
        report.latencies.push(performance.now() - dueAt)
        resolve()
      }
      const sent = request(
        {
          agent,
          hostname,
          port,
          path,
          headers: {
            authorization: `Bearer ${tokens[who]}`,
            ...(tag !== undefined && { 'if-none-match': tag }),
          },
          timeout: 30_000,
        },
        (response) => {
          if (response.headers.etag) tags.set(path, response.headers.etag)
          response.resume()
          response.once('end', () => end(response.statusCode ?? 0))
        },
      )
      sent.once('timeout', () => sent.destroy(new Error('no answer')))
      sent.once('error', () => end(0))
      sent.end()
    })

  const startedAt = performance.now() + 50
  const asked: Promise<void>[] = []
  await new Promise<void>((resolve) => {
    const tick = (): void => {
      for (;;) {
        const dueAt = startedAt + (asked.length * 1_000) / ratePerSecond
        if (asked.length === warm + report.requests) return resolve()
        if (dueAt > performance.now()) break
        if (asked.length === warm) begin()
        asked.push(ask(asked.length, dueAt))
      }
      setTimeout(tick, 1)
    }
    tick()
  })
  await Promise.all(asked)
  agent.destroy()
  return report
}
