import type { ProjectorObserver } from '@/projector/observer'

/** Passes on what the projector tells, and notes when it told anything: a sign that it works. */
export const watchSigns = (
  observer: ProjectorObserver,
  now: () => Date = () => new Date(),
): { observer: ProjectorObserver; lastSignAt: () => Date | undefined } => {
  let lastSignAt: Date | undefined
  const watching = Object.fromEntries(
    Object.entries(observer).map(([name, tell]) => [
      name,
      (...told: unknown[]) => {
        lastSignAt = now()
        return (tell as (...told: unknown[]) => void)(...told)
      },
    ]),
  ) as ProjectorObserver
  return { observer: watching, lastSignAt: () => lastSignAt }
}
