/**
 * Preloaded by a process whose clock is to be wrong: `CLOCK_SHIFT_MS` is added to what the system
 * says. Timers go on as they are, as they do where somebody sets a machine's clock.
 */
const shiftMs = Number(process.env.CLOCK_SHIFT_MS)
const SystemDate = Date
const now = (): number => SystemDate.now() + shiftMs

globalThis.Date = new Proxy(SystemDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as object,
  apply: () => new SystemDate(now()).toString(),
  get: (target, name, receiver) =>
    name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown),
})
