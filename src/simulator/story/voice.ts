import { thanksAtHome } from '../people/names'
import type { Random } from '../random'
import type { Scene } from './scene'

/** Lets a text sound like this customer: small letters, typing mistakes, an emoji now and then. */
export const inVoice = ({ mood, random, customer }: Scene, text: string): string => {
  let spoken = text
    .split(' ')
    .map((word) => (isFact(word) || !random.chance(mood.typos) ? word : mistype(word, random)))
    .join(' ')
  if (mood.isLowercase) spoken = spoken.split(' ').map(toSmall).join(' ').replace(/\.$/, '')
  const thanks = thanksAtHome[customer.person.first]
  if (thanks && random.chance(0.07)) spoken = `${spoken.replace(/\.$/, '')}, ${thanks}`
  return random.chance(mood.emoji) ? `${spoken} ${random.pick(emojis[mood.name])}` : spoken
}

/** Numbers, addresses of any kind and names keep their form. */
const isFact = (word: string): boolean =>
  word.length < 4 || /[\d@$]/.test(word) || !/^[a-z’']+[.,!?]?$/.test(word)

const toSmall = (word: string): string => (/[\d@$]/.test(word) ? word : word.toLowerCase())

const mistype = (word: string, random: Random): string => {
  const at = random.whole(1, word.length - 3)
  const swapped = `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`
  const dropped = word.slice(0, at) + word.slice(at + 1)
  const doubled = word.slice(0, at) + word[at] + word.slice(at)
  return random.pick([swapped, swapped, dropped, doubled])
}

const emojis = {
  calm: ['🙂', '👍', '😊'],
  anxious: ['😟', '🙏', '😬'],
  hurried: ['👍', '🏃‍♀️', '⏰'],
  confused: ['🤔', '😅', '🤷🏽'],
  chatty: ['😄', '😂', '👨‍👩‍👧‍👦', '🙈', '❤️'],
  terse: ['👍', '👌🏾'],
} as const
