/** A test file, or some of its tests, that must notice a mutant. */
export interface Spec {
  project: 'unit' | 'integration'
  file: string
  /** Only tests whose name matches; all of the file where absent. */
  test?: string
}

/** One guard of the product taken away. */
export interface Mutant {
  /** What the product does without the guard. */
  name: string
  file: string
  /** In `file`, where an edit names no other one. */
  edits: readonly { find: string; replace: string; file?: string }[]
  /** The smallest set of tests that must fail. */
  specs: readonly Spec[]
}
