import { describeRefusal } from '../../business/refusal'
import { TryAgain } from '../../business/TryAgain'
import { Message } from '../../components/Message'
import { isRefusal } from '../../live/queryClient'

/** In the place of numbers that were not read; what was refused is not worth another try. */
export const Failure = ({
  error,
  onTryAgain,
  search,
}: {
  error: Error
  onTryAgain: () => void
  search: URLSearchParams
}) =>
  isRefusal(error) ? (
    <Message title="These numbers cannot be shown">{describeRefusal(error, search)}</Message>
  ) : (
    <Message action={<TryAgain onClick={onTryAgain} />} title="The numbers could not be read">
      {error.message}
    </Message>
  )
