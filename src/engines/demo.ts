import { demoHelp, readDemoOptions } from './demo/options'
import { runDemo } from './demo/run'
import { explain, launch } from './launcher'

const main = async (): Promise<void> => {
  const options = readDemoOptions()
  if (!options) return console.log(demoHelp)
  console.log('\n  Billie supervisor dashboard\n')
  await launch({
    command: 'npm run demo',
    dataPath: options.dataPath,
    run: (launched) => runDemo(options, launched),
  })
}

main().catch((error: unknown) => {
  explain(error)
  process.exitCode = 1
})
