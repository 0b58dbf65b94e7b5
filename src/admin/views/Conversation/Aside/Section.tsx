import type { ReactNode } from 'react'

import styles from './Aside.module.css'

/** A titled part of the column beside the transcript. */
export const Section = ({
  aside,
  children,
  title,
}: {
  /** What stands at the end of the title's line: a count, a way to the document. */
  aside?: ReactNode
  children: ReactNode
  title: string
}) => (
  <section className={styles.section}>
    <h2 className={styles.title}>
      {title}
      {aside !== undefined && <span>{aside}</span>}
    </h2>
    {children}
  </section>
)

/** Names and values in two columns; those without a value are left out. */
export const Facts = ({ facts }: { facts: { name: string; value: ReactNode }[] }) => (
  <dl className={styles.facts}>
    {facts
      .filter(({ value }) => value !== undefined && value !== null && value !== '')
      .map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
  </dl>
)
