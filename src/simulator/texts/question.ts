import type { Register } from '../people/mood'

/** Something the broker asks, with the ways to ask it and to answer it. */
export interface Question {
  /** The step of the process that it belongs to. */
  step: string
  /** `answer_input_type` on the wire. */
  input: string
  asks: readonly string[]
  /** The model's inner reasoning; one is taken. */
  why: readonly string[]
  answers: Readonly<Record<Register, readonly string[]>>
  /** The customer does not understand, and what the broker says then. */
  unclear?: { says: readonly string[]; explains: readonly string[] }
  /** A wrong answer, and how the broker asks again. */
  slip?: { says: readonly string[]; again: readonly string[] }
}
