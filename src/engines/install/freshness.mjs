import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether `node_modules` is what `package-lock.json` asks for: by the stamp of the last check, else
 * by npm's own list of what it installed (someone may have run `npm ci` by hand).
 * @param {string} root
 */
export const isInstalled = (root) => {
  if (!existsSync(join(root, 'node_modules/tsx/package.json'))) return false
  if (readText(stampFile(root)) === stamp(root)) return true
  const lock = readJson(join(root, 'package-lock.json'))
  const installed = readJson(join(root, 'node_modules/.package-lock.json'))
  if (!lock || !installed) return false
  // A production image has no development packages, and needs none.
  if (process.env.NODE_ENV === 'production')
    return hasAll(withoutDevelopment(lock.packages), installed.packages)
  if (!hasAll(lock.packages, installed.packages)) return false
  markInstalled(root)
  return true
}

/**
 * Notes that `node_modules` fits the present `package-lock.json`.
 * @param {string} root
 */
export const markInstalled = (root) => writeFileSync(stampFile(root), stamp(root))

/**
 * Whether every package that the lock file asks for, optional ones apart, is there in its version.
 * @param {Record<string, LockedPackage>} wanted
 * @param {Record<string, LockedPackage>} installed
 * @typedef {{ version?: string, dev?: boolean, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 */
export const hasAll = (wanted, installed) =>
  Object.entries(wanted).every(
    ([path, { devOptional, link, optional, version }]) =>
      path === '' || optional || devOptional || link || installed[path]?.version === version,
  )

/** @param {Record<string, LockedPackage>} packages */
const withoutDevelopment = (packages) =>
  Object.fromEntries(Object.entries(packages).filter(([, { dev }]) => !dev))

/** @param {string} root */
const stampFile = (root) => join(root, 'node_modules/.billie-installed')

/** @param {string} root */
const stamp = (root) =>
  createHash('sha256')
    .update(readText(join(root, 'package-lock.json')) ?? '')
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex')

/** @param {string} file */
const readText = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

/** @param {string} file */
const readJson = (file) => {
  const text = readText(file)
  return text === undefined ? undefined : JSON.parse(text)
}
