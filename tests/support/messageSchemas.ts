import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/**
 * An Ajv that reads text whose content has a schema of its own: plain JSON Schema only annotates
 * `contentSchema`.
 */
export const createMessageAjv = (): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, allowUnionTypes: true })
  addFormats.default(ajv)
  ajv.removeKeyword('contentSchema')
  ajv.addKeyword({
    keyword: 'contentSchema',
    type: 'string',
    schemaType: 'object',
    errors: false,
    compile: (schema: object) => {
      const validate = ajv.compile(schema)
      return (text: string) => {
        try {
          return validate(JSON.parse(text)) === true
        } catch {
          return false
        }
      }
    },
  })
  return ajv
}

/** Which of some schemas a value satisfies, by their names. */
export const matching = (schemas: Record<string, ValidateFunction>, value: unknown): string[] =>
  Object.entries(schemas).flatMap(([name, validate]) => (validate(value) ? name : []))
