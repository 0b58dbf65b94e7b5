import styles from './index.module.css'

/** Lines that hold the place of text while it is loaded; the widths are in percent of the place. */
export const Bones = ({ lines }: { lines: number[] }) => (
  <div aria-hidden className={styles.bones}>
    {lines.map((width, index) => (
      <span key={index} style={{ width: `${width}%` }} />
    ))}
  </div>
)
