import { SafeText } from '../../../components/SafeText'
import type { Conversation } from '../../../live/documents'
import { Section } from './Section'
import styles from './Summary.module.css'

/** What the analysis made of the conversation; absent until there is one. */
export const Summary = ({ conversation }: { conversation: Conversation }) => {
  const facts = conversation.facts ?? []
  if (!conversation.purpose && facts.length === 0) return null
  return (
    <Section title="Summary">
      {conversation.purpose && (
        <p className={styles.purpose}>
          <SafeText>{conversation.purpose}</SafeText>
        </p>
      )}
      <ul className={styles.facts}>
        {facts.map(({ fact, id }, index) => (
          <li key={id ?? index}>
            <SafeText>{fact}</SafeText>
          </li>
        ))}
      </ul>
    </Section>
  )
}
