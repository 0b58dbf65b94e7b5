import styles from './index.module.css'

/** The product's name where a person enters it. */
export const Logo = () => (
  <div className={styles.logo}>
    <Mark size={36} />
    <span>Billie Supervisor Dashboard</span>
  </div>
)

/** The product's sign and name at the head of every page. */
export const Icon = () => (
  <span className={styles.head}>
    <Mark size={20} />
    <span className={styles.name}>Billie Supervisor Dashboard</span>
  </span>
)

/** The product's name at the head of the navigation. */
export const NavBrand = () => (
  <div className={styles.nav}>
    <span>Billie Supervisor Dashboard</span>
  </div>
)

/** Two speech bubbles, one that speaks and one that watches. */
const Mark = ({ size }: { size: number }) => (
  <svg aria-hidden className={styles.mark} height={size} viewBox="0 0 24 24" width={size}>
    <path d="M4 3h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-4 3.5V13H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z" />
    <path
      className={styles.watching}
      d="M19.5 9H20a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-.5v3L16 18h-4a2 2 0 0 1-2-2v-.5h5.5a4 4 0 0 0 4-4Z"
    />
  </svg>
)
