import { Button } from '@payloadcms/ui'

/** The way out of a reading that failed. */
export const TryAgain = ({ onClick }: { onClick: () => void }) => (
  <Button buttonStyle="secondary" margin={false} onClick={onClick} size="small">
    Try again
  </Button>
)
