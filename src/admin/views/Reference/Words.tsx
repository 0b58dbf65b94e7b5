/** A text in which backticks stand around what is code. */
export const Words = ({ children }: { children: string }) => (
  <>
    {children
      .split('`')
      .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}
  </>
)
