import { HeaderLink } from './HeaderLink.client'
import styles from './index.module.css'

/**
 * The ways to the places of a supervisor's day, on every page that is wide enough for them, whether
 * the navigation is open or not.
 */
export const HeaderLinks = () => (
  <nav aria-label="Supervisor" className={styles.links}>
    <HeaderLink href="/admin" label="Live" />
    <HeaderLink href="/admin/collections/conversations" label="All conversations" />
    <HeaderLink href="/admin/collections/customers" label="Customers" />
    <HeaderLink href="/admin/collections/applications" label="Applications" />
    <HeaderLink href="/admin/business" label="Business" />
  </nav>
)
