import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to an engine that can be cut, and made as bad as networks are. */
export interface Proxy {
  port: number
  /** Breaks every connection and refuses new ones. */
  cut: () => void
  /** Ends whatever is wrong; connections whose bytes vanished stay dead. */
  heal: () => void
  /** Resets every open connection (RST); new ones work. */
  reset: () => void
  /**
   * Half-open: what is sent vanishes and nobody is told. Connections that are open now, or are
   * opened before it heals, never work again.
   */
  swallow: () => void
  /** Carries every byte later, in order. */
  delay: (latency: { latencyMs: number; jitterMs?: number }) => void
  /** Carries no more than so many bytes a second, each way and connection. */
  throttle: (bytesPerSecond: number) => void
  /**
   * The next requests that contain a text reach the engine and are done there; their answers are
   * lost with their connections, which are reset, or go dead without a word.
   */
  loseAnswersTo: (text: string, count: number, end?: 'reset' | 'silence') => void
  /** How many answers were lost so far. */
  lostAnswers: () => number
  close: () => void
}

interface Condition {
  latencyMs: number
  jitterMs: number
  bytesPerSecond: number
}

interface Link {
  client: Socket
  engine: Socket
  isDead: boolean
  isAnswerToBeLost: boolean
}

const nothing = { text: '', count: 0, end: 'reset' } as const
const fine: Condition = { latencyMs: 0, jitterMs: 0, bytesPerSecond: Infinity }

/** Stands between a client and an engine. */
export const openProxy = async (target: Pick<URL, 'hostname' | 'port'>): Promise<Proxy> => {
  const links = new Set<Link>()
  let isCut = false
  let isSwallowing = false
  let condition = fine
  let losing: { text: string; count: number; end: 'reset' | 'silence' } = nothing
  let lost = 0

  const open = (client: Socket): void => {
    const engine = connect(Number(target.port), target.hostname)
    const link: Link = { client, engine, isDead: isSwallowing, isAnswerToBeLost: false }
    links.add(link)
    for (const socket of [client, engine]) {
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        links.delete(link)
        // A dead connection tells nobody that its other end is gone.
        if (!link.isDead) for (const other of [client, engine]) other.destroy()
        else engine.destroy()
      })
    }
    const toEngine = carry(client, engine, () => condition)
    const toClient = carry(engine, client, () => condition)
    client.on('data', (bytes) => {
      if (link.isDead) return
      if (losing.count > 0 && bytes.includes(losing.text)) {
        losing.count -= 1
        link.isAnswerToBeLost = true
      }
      toEngine(bytes)
    })
    engine.on('data', (bytes) => {
      if (link.isDead) return
      if (!link.isAnswerToBeLost) return toClient(bytes)
      lost += 1
      if (losing.end === 'silence') link.isDead = true
      else client.resetAndDestroy()
    })
  }

  const server = createServer((client) => {
    if (isCut) client.destroy()
    else open(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    isCut = true
    for (const { client, engine } of links) for (const socket of [client, engine]) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    heal: () => {
      isCut = false
      isSwallowing = false
      condition = fine
      losing = nothing
    },
    reset: () => {
      for (const { client, isDead } of links) if (!isDead) client.resetAndDestroy()
    },
    swallow: () => {
      isSwallowing = true
      for (const link of links) link.isDead = true
    },
    delay: ({ jitterMs = 0, latencyMs }) => {
      condition = { ...condition, latencyMs, jitterMs }
    },
    throttle: (bytesPerSecond) => {
      condition = { ...condition, bytesPerSecond }
    },
    loseAnswersTo: (text, count, end = 'reset') => {
      losing = { text, count, end }
    },
    lostAnswers: () => lost,
    close: () => {
      cut()
      server.close()
    },
  }
}

/** Makes what carries bytes one way, in order, as late and as slowly as the condition says. */
const carry = (from: Socket, to: Socket, condition: () => Condition): ((bytes: Buffer) => void) => {
  const waiting: { bytes: Buffer; dueMs: number }[] = []
  let freeAtMs = 0
  const send = (bytes: Buffer): void => {
    if (to.destroyed || to.write(bytes)) return
    from.pause()
    to.once('drain', () => from.resume())
  }
  const sendDue = (): void => {
    while (waiting[0] && waiting[0].dueMs <= performance.now()) send(waiting.shift()!.bytes)
    if (waiting[0]) setTimeout(sendDue, waiting[0].dueMs - performance.now())
  }
  return (bytes) => {
    const { bytesPerSecond, jitterMs, latencyMs } = condition()
    const nowMs = performance.now()
    if (waiting.length === 0 && latencyMs === 0 && bytesPerSecond === Infinity) return send(bytes)
    freeAtMs = Math.max(freeAtMs, nowMs) + (bytes.length / bytesPerSecond) * 1_000
    const dueMs = Math.max(
      freeAtMs + latencyMs + Math.random() * jitterMs,
      waiting.at(-1)?.dueMs ?? 0,
    )
    waiting.push({ bytes, dueMs })
    if (waiting.length === 1) setTimeout(sendDue, dueMs - nowMs)
  }
}
