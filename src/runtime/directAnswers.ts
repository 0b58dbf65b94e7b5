import type { AnswerDirectly } from '@/server/answerDirectly'

/** Where the process's server looks for them (`src/server/main.mjs`); it is no part of the bundle. */
const key = Symbol.for('billie.directAnswers')

const holder = globalThis as { [key]?: AnswerDirectly }

/** Lets the process's server answer before Next does. @returns what takes that back */
export const offerDirectAnswers = (answer: AnswerDirectly): (() => void) => {
  holder[key] = answer
  return () => {
    if (holder[key] === answer) delete holder[key]
  }
}
