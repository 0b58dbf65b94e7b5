import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to an engine that can be cut. */
export interface Proxy {
  port: number
  /** Breaks every connection and refuses new ones. */
  cut: () => void
  heal: () => void
  close: () => void
}

/** Stands between a client and an engine. */
export const openProxy = async (target: URL): Promise<Proxy> => {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((client) => {
    if (isCut) {
      client.destroy()
      return
    }
    const engine = connect(Number(target.port), target.hostname)
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(from)
      from.on('error', () => undefined)
      from.once('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    heal: () => {
      isCut = false
    },
    close: () => {
      cut()
      server.close()
    },
  }
}
