import { describeRules, describeType, nameOf } from './describeType'
import styles from './SchemaTree.module.css'
import type { Schema } from './types'
import { Words } from './Words'

/** A schema field by field; what has parts of its own opens and closes. */
export const SchemaTree = ({ depth = 0, schema }: { depth?: number; schema: Schema }) => {
  const { items, properties, required = [] } = schema
  if (schema.$ref) return <Reference to={schema.$ref} />
  const alternatives = schema.anyOf ?? schema.oneOf
  if (properties)
    return (
      <ul className={styles.tree}>
        {Object.entries(properties).map(([name, property]) => (
          <Field
            depth={depth}
            isRequired={required.includes(name)}
            key={name}
            name={name}
            schema={property}
          />
        ))}
      </ul>
    )
  if (items) return <SchemaTree depth={depth} schema={items} />
  if (schema.contentSchema) return <SchemaTree depth={depth} schema={schema.contentSchema} />
  if (alternatives)
    return alternatives
      .filter(hasParts)
      .map((each, index) => <SchemaTree depth={depth} key={index} schema={each} />)
  return <p className={styles.plain}>{describeType(schema)}</p>
}

const Field = ({
  depth,
  isRequired,
  name,
  schema,
}: {
  depth: number
  isRequired: boolean
  name: string
  schema: Schema
}) => {
  const line = (
    <>
      <code className={styles.name}>{name}</code>
      <span className={styles.type}>{describeType(schema)}</span>
      {isRequired && <span className={styles.required}>required</span>}
      {schema.description && (
        <span className={styles.words}>
          <Words>{schema.description}</Words>
        </span>
      )}
      {describeRules(schema).map((rule) => (
        <span className={styles.rule} key={rule}>
          {rule}
        </span>
      ))}
    </>
  )
  if (!hasParts(schema) || depth > 8) return <li className={styles.field}>{line}</li>
  return (
    <li>
      <details open={depth === 0 && schema.contentSchema !== undefined}>
        <summary className={styles.field}>{line}</summary>
        <SchemaTree depth={depth + 1} schema={schema} />
      </details>
    </li>
  )
}

const Reference = ({ to }: { to: string }) => (
  <a className={styles.reference} href={`#schema-${nameOf(to)}`}>
    {nameOf(to)}
  </a>
)

const hasParts = (schema: Schema): boolean =>
  schema.$ref !== undefined ||
  Object.keys(schema.properties ?? {}).length > 0 ||
  [schema.items, schema.contentSchema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some(
    (part) => part !== undefined && hasParts(part),
  )
