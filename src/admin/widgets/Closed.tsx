import { Message } from '../components/Message'

/** In the place of a widget, for whoever has no role that sees it. */
export const Closed = () => (
  <Message isCompact title="For supervisors and administrators">
    Your account has neither role.
  </Message>
)
