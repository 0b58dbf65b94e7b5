import { type ReactNode, useId } from 'react'

import styles from './index.module.css'

/** The frame of a widget: its title, what stands beside it, and the rest. */
export const WidgetCard = ({
  aside,
  children,
  name,
  title,
}: {
  aside?: ReactNode
  children: ReactNode
  name: string
  title: string
}) => {
  const id = useId()
  return (
    <div className={styles.widget} data-widget={name}>
      <section aria-labelledby={id} className={styles.card}>
        <header>
          <h2 id={id}>{title}</h2>
          {aside}
        </header>
        {children}
      </section>
    </div>
  )
}
