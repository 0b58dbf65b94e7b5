import { Button, Gutter } from '@payloadcms/ui'

import styles from './index.module.css'

/** Tells someone whose role does not suffice what is the matter, and leads them out. */
export const AccessDenied = () => (
  <Gutter className={styles.page}>
    <h1>Access denied</h1>
    <p>
      Conversations are for supervisors and administrators. Your account has neither role; an
      administrator can change that.
    </p>
    <div className={styles.ways}>
      <Button margin={false} el="link" to="/admin/account" buttonStyle="secondary">
        Your account
      </Button>
      <Button margin={false} el="link" to="/admin/logout">
        Log out
      </Button>
    </div>
  </Gutter>
)
