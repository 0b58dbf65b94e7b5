import { NavBrand } from '../Brand'
import { NavEntry } from './NavEntry.client'
import styles from './index.module.css'

/**
 * The product's own places, above Payload's groups: these list the collections themselves, in
 * the order of the configuration.
 */
export const NavLinks = () => (
  <div className={styles.links}>
    <NavBrand />
    <NavEntry href="/admin" label="Live" />
    <NavEntry href="/admin/overview" label="Overview" />
    <NavEntry href="/admin/business" label="Business" />
    <NavEntry beside={['/admin/event-reference']} href="/admin/api-reference" label="Reference" />
  </div>
)
