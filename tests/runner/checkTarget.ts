import { target } from './target'

/** Fails once and clearly, instead of in every file, where no app runs. */
export default function checkTarget(): void {
  target()
}
