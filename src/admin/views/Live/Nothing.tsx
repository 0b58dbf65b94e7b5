import { Button } from '@payloadcms/ui'

import { Message } from '../../components/Message'
import { SafeText } from '../../components/SafeText'

/** What stands where no card is: why, and what to do about it. */
export const Nothing = ({
  group,
  onClear,
  query,
}: {
  group: string
  onClear: () => void
  query: string
}) => {
  if (query === '' && group === '')
    return (
      <Message title="No conversations yet">
        <p>
          Each conversation between a customer and the broker appears here the moment its first
          event reaches the ledger, and moves as it goes on.
        </p>
        <p>
          Nothing feeds the ledger yet? <code>npm run demo</code> plays a chat application;{' '}
          <code>npm run simulate</code> adds one to what is running.
        </p>
      </Message>
    )
  return (
    <Message
      action={
        <Button margin={false} buttonStyle="secondary" onClick={onClear}>
          Show all conversations
        </Button>
      }
      title={query ? 'No conversation found' : 'No such conversation'}
    >
      {query ? (
        <p>
          Nothing begins with “<SafeText>{query}</SafeText>”
          {group && ` among those that are “${group}”`}. Search by the beginning of any word of a
          name, or by application, conversation, customer or e-mail.
        </p>
      ) : (
        <p>None of the conversations is “{group}”.</p>
      )}
    </Message>
  )
}
