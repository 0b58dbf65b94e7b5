import { callSteadily, type CallersTask } from './callers'

/** The callers, in a process of their own: what they cost is not taken for what the app costs. */
process.once('message', (task: CallersTask) => {
  void callSteadily(task, () => process.send!('begun')).then((report) =>
    process.send!(report, () => process.disconnect()),
  )
})
