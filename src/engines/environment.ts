import { delimiter } from 'node:path'

/**
 * The environment that the launcher hands on to the programs it starts. Launcher code does not
 * read the product's settings; this is its only door to `process.env`.
 */
export const inherited = (): NodeJS.ProcessEnv => process.env

/** A setting of the launcher's own environment; an empty one counts as not set. */
export const setting = (name: string): string | undefined => process.env[name] || undefined

/** The folders in which the shell looks for programs. */
export const pathFolders = (): string[] => (process.env.PATH ?? '').split(delimiter).filter(Boolean)
