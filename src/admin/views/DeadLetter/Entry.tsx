import { LongText } from '../../components/LongText/LongText.client'
import { SafeText } from '../../components/SafeText'
import { prettify } from '../../format/json'
import styles from './index.module.css'
import { readFields } from './letter'

/** The entry as it stands in the stream, field by field; its data in readable lines. */
export const Entry = ({ text }: { text: string }) => {
  const fields = readFields(text)
  return (
    <section className={styles.section}>
      <h2>The event</h2>
      {fields ? (
        <table className={styles.entry}>
          <tbody>
            {fields.map(({ name, value }, index) => (
              <tr key={index}>
                <th scope="row">
                  <SafeText>{name}</SafeText>
                </th>
                <td>
                  {name === 'dat' ? (
                    <LongText asItCame={value} text={prettify(value)} />
                  ) : (
                    <LongText text={value} />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <LongText text={text} />
      )}
    </section>
  )
}
