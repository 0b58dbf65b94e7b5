import type { z } from 'zod'

/** A value as JSON carries it: times are ISO 8601 text. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? Wire<Item>[]
    : T extends object
      ? { [Name in keyof T]: Wire<T[Name]> }
      : T

type Named<T> = keyof { [Name in keyof T as string extends Name ? never : Name]: T[Name] }

/**
 * A schema of an answer that TypeScript holds against the type of what is answered, both ways: a
 * field that only one of the two knows, or knows as something else, does not compile.
 * @example export const noteAnswer = describes<Note>()(z.object({ text: z.string() }))
 */
export const describes =
  <T>() =>
  <Schema extends z.ZodType<Wire<T>>>(
    schema: Schema &
      (Wire<T> extends z.output<Schema>
        ? Named<Wire<T>> extends Named<z.output<Schema>>
          ? unknown
          : { lacks: Exclude<Named<Wire<T>>, Named<z.output<Schema>>> }
        : { differs: z.output<Schema> }),
  ): Schema =>
    schema
