/**
 * Business ids come from outside and may hold what an address cannot: `/` and `.` break the
 * admin panel's and REST's paths. A document's id is therefore the business id with every
 * character that is unsafe in a path segment written as `~` and the hex of its UTF-8 bytes.
 * The usual ids (`conv_123`) stay as they are, and the encoding can be reversed.
 */
export const toDocumentId = (businessId: string): string =>
  hasUnsafe.test(businessId)
    ? businessId.replace(unsafe, (character) =>
        [...new TextEncoder().encode(character)].map(toEscape).join(''),
      )
    : businessId

/** The business id behind a document's id; text that `toDocumentId` never writes comes back as it is. */
export const fromDocumentId = (documentId: string): string =>
  documentId.replace(/(?:~[0-9A-F]{2})+/g, (escapes) =>
    new TextDecoder().decode(
      Uint8Array.from(escapes.slice(1).split('~'), (hex) => Number.parseInt(hex, 16)),
    ),
  )

/**
 * The business id that somebody means by an id of either kind: text that is a document's id as
 * `toDocumentId` writes it is taken for one, everything else for a business id.
 */
export const toBusinessId = (either: string): string => {
  const businessId = fromDocumentId(either)
  return toDocumentId(businessId) === either ? businessId : either
}

const hasUnsafe = /[^A-Za-z0-9_:@+=,!-]/u
const unsafe = /[^A-Za-z0-9_:@+=,!-]/gu

const toEscape = (byte: number): string => `~${byte.toString(16).toUpperCase().padStart(2, '0')}`
