// The entry of every command that must work straight after a clone: node bootstrap.mjs SCRIPT.ts [ARG…]
// Plain JavaScript without any dependency, because dependencies may not be there yet.
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { isOldNode, nodeVersionMessage } from './install/nodeVersion.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const [script, ...scriptArguments] = process.argv.slice(2)

if (isOldNode(process.versions.node)) fail(nodeVersionMessage(process.versions.node))
if (!script) fail('Say which script to run: node src/engines/bootstrap.mjs SCRIPT.ts [ARGUMENT…]')

process.chdir(root)
const { ensureDependencies } = await import('./install/dependencies.mjs')
const installed = await ensureDependencies(root)
if (installed.problem) fail(installed.problem)

// The script runs in this very process, so that arguments, input and output, signals and the exit
// code are its own and nothing stands between it and whoever started it.
const path = resolve(root, script)
process.argv = [process.argv[0], path, ...scriptArguments]
await import(pathToFileURL(resolve(root, 'node_modules/tsx/dist/loader.mjs')).href)
await import(pathToFileURL(path).href)

/** @param {string} message */
function fail(message) {
  console.error(`\n  ${message}\n`)
  process.exit(1)
}
