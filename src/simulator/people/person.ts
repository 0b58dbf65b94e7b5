import { faker } from '@faker-js/faker/locale/en_AU'

import { hashText, type Random } from '../random'
import { type Name, names } from './names'
import { banks, jobs, places } from './places'

/** A customer. Everything that they may be asked about themself. */
export interface Person extends Name {
  /** Known for some only. */
  title?: string
  email: string
  mobile: string
  /** ISO day. */
  dateOfBirth: string
  address: { street: string; city: string; state: string; postcode: string }
  licenceNumber: string
  licenceExpiry: string
  passportNumber: string
  medicareNumber: string
  occupation: string
  employer: string
  bank: string
  isStaff: boolean
}

/**
 * Makes up a person. E-mail addresses and mobile numbers lie in the ranges that are kept free for
 * fiction, so that none of them can be someone's.
 */
export const createPerson = ({ random, year }: { random: Random; year: number }): Person => {
  faker.seed(hashText(String(random.next())))
  const name = random.chance(0.42) ? random.pick(names) : plainName()
  const [city, state, postcode] = random.pick(places)
  const [occupation, employer] = random.pick(jobs)
  return {
    ...name,
    email: toEmail(name, random),
    mobile: `0491 57${random.whole(0, 9)} ${digits(random, 3)}`,
    dateOfBirth: isoDay(year - random.whole(19, 66), random),
    address: { street: toStreet(random), city, state, postcode },
    licenceNumber: digits(random, 8),
    licenceExpiry: isoDay(year + random.whole(1, 5), random),
    passportNumber: `${random.pick(['N', 'P', 'R'])}${random.pick(['A', 'B', 'E'])}${digits(random, 7)}`,
    medicareNumber: `${random.whole(2, 6)}${digits(random, 9)}`,
    occupation,
    employer,
    bank: random.pick(banks),
    isStaff: random.chance(0.02),
  }
}

/** First, middle and last name, joined by a space. */
export const fullNameOf = ({ first, middle, last }: Name): string =>
  [first, middle, last].filter(Boolean).join(' ')

/** How a person writes a day: `17/05/1990`. */
export const sayDay = (isoDate: string): string => isoDate.split('-').reverse().join('/')

const plainName = (): Name & { title?: string } => {
  const sex = faker.person.sexType()
  return {
    title: sex === 'male' ? 'Mr' : faker.helpers.arrayElement(['Ms', 'Ms', 'Mrs']),
    first: faker.person.firstName(sex),
    last: faker.person.lastName(),
    ...(faker.datatype.boolean(0.2) && { middle: faker.person.firstName(sex) }),
  }
}

const toEmail = (name: Name, random: Random): string => {
  const plain = name.latin ?? `${name.first}.${name.last}`.toLowerCase().replace(/[^a-z.]/g, '')
  const [first = '', last = ''] = plain.split('.')
  const local = random.pick([
    plain,
    `${first}${last}`,
    `${first}${random.whole(1, 99)}`,
    `${first[0]}.${last}`,
  ])
  return `${local}@example.${random.pick(['com', 'com', 'net', 'org'])}`
}

const toStreet = (random: Random): string => {
  const unit = random.chance(0.3)
    ? `${random.pick(['Unit ', 'Flat ', ''])}${random.whole(1, 24)}/`
    : ''
  return `${unit}${random.whole(1, 240)} ${faker.location.street()}`
}

const isoDay = (year: number, random: Random): string =>
  `${year}-${pad(random.whole(1, 12))}-${pad(random.whole(1, 28))}`

const pad = (value: number): string => String(value).padStart(2, '0')

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.whole(0, 9)).join('')
