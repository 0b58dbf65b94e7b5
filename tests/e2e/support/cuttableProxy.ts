import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A line to the app that can be cut and mended, as a supervisor's network is. */
export interface CuttableProxy {
  /** The app's address through the proxy. */
  url: string
  /** Drops every connection and refuses new ones. */
  cut: () => void
  mend: () => void
  close: () => Promise<void>
}

/** Puts a proxy before the app. */
export const openProxy = async (appUrl: string): Promise<CuttableProxy> => {
  const { hostname, port } = new URL(appUrl)
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((client) => {
    if (isCut) return client.destroy()
    const app = connect(Number(port), hostname)
    for (const [socket, other] of [
      [client, app],
      [app, client],
    ] as const) {
      sockets.add(socket)
      // Either side's end, orderly or not, ends the other.
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
    client.pipe(app).pipe(client)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const dropAll = (): void => sockets.forEach((socket) => socket.destroy())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true
      dropAll()
    },
    mend: () => {
      isCut = false
    },
    close: async () => {
      dropAll()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
