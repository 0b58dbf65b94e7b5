/**
 * Answers the requests of a connection one after the other. Node hands over at once what a client
 * sends before it has its first answer, and never tells that answer, if it waits for its turn, that
 * the client has left: a live stream would stay open for nobody.
 *
 * @param {import('node:http').RequestListener} answer
 * @returns {import('node:http').RequestListener}
 */
export const inTurn = (answer) => {
  /** @type {WeakMap<import('node:net').Socket, number>} */
  const waiting = new WeakMap()
  return (request, response) => {
    if (response.socket) return answer(request, response)
    const { socket } = request
    const others = waiting.get(socket) ?? 0
    if (others >= maximumWaiting) return void socket.destroy()
    waiting.set(socket, others + 1)
    response.once('socket', () => {
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1)
      answer(request, response)
    })
  }
}

/** Node reads on while nothing is answered: more than this is no client, but an attack. */
const maximumWaiting = 100
