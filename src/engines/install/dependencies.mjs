import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

import { isInstalled, markInstalled } from './freshness.mjs'

/**
 * Installs the dependencies where they are missing or not those of the lock file.
 * @param {string} root
 * @returns {Promise<{ tookMs: number, problem?: string }>}
 */
export const ensureDependencies = async (root) => {
  if (isInstalled(root)) return { tookMs: 0 }
  const startedAt = Date.now()
  const why = existsSync(join(root, 'node_modules')) ? 'changed' : 'missing'
  console.error(`  … Dependencies are ${why}: installing them with npm (about a minute)`)
  const exact = await npm(root, ['ci'])
  const result = exact.code === 0 || exact.code === 127 ? exact : await npm(root, ['install'])
  const tookMs = Date.now() - startedAt
  if (result.code !== 0) return { tookMs, problem: explain(result) }
  markInstalled(root)
  console.error(`  ✓ Dependencies (${Math.round(tookMs / 1_000)} s)`)
  return { tookMs }
}

/**
 * What to do about an installation that failed.
 * @param {{ code: number, output: string }} result
 */
export const explain = ({ code, output }) => {
  if (code === 127)
    return 'npm is not on the PATH: install Node.js with npm, then run the command again.'
  if (/ENOSPC|no space left/i.test(output))
    return 'The disk is full: free about 2 GB, then run the command again.'
  if (/EACCES|EPERM|EROFS/.test(output))
    return 'npm may not write to node_modules: mend the permissions of this folder, then run the command again.'
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|network/i.test(output))
    return 'npm could not reach its registry: check the network (or npm’s proxy settings), then run the command again.'
  const reason = output
    .trim()
    .split('\n')
    .filter((line) => /error|ERR!/i.test(line))
    .slice(0, 3)
  return `npm could not install the dependencies: ${reason.join(' ') || `it ended with code ${code}`}. Run npm ci to see all it says.`
}

/**
 * @param {string} root
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
const npm = (root, args) =>
  new Promise((resolve) => {
    const startedAt = Date.now()
    // The npm that started this, where there was one; development packages are needed in any case.
    const own = process.env.npm_execpath
    const [program, first] = own?.endsWith('.js') ? [process.execPath, [own]] : ['npm', []]
    const child = spawn(program, [...first, ...args, '--include=dev', '--no-audit', '--no-fund'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm',
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output = (output + chunk).slice(-200_000)))
    const sign = setInterval(
      () => console.error(`  … npm ${args[0]} (${Math.round((Date.now() - startedAt) / 1_000)} s)`),
      10_000,
    )
    const end = (code) => {
      clearInterval(sign)
      resolve({ code, output })
    }
    child.once('error', () => end(127))
    child.once('close', (code) => end(code ?? 1))
  })
