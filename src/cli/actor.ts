import { userInfo } from 'node:os'

/** Who is at the command line, as the trail names them: `cli:<account of the operating system>`. */
export const cliActor = (): string => {
  try {
    return `cli:${userInfo().username}`
  } catch {
    // A container's user may have a number and no name.
    return `cli:uid-${process.getuid?.() ?? 'unknown'}`
  }
}
