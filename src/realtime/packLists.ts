/**
 * Lists of texts as one MessagePack value, which Redis' scripts unpack (`cmsgpack`): an array of
 * arrays of strings, each with the longest kind of header.
 *
 * A command of thousands of texts is one long string to the client; a single letter beyond Latin-1
 * makes it twice as wide, and turning it into UTF-8 then takes nine times as long as writing each
 * text where it belongs (docs/performance.md).
 */
export const packLists = (lists: readonly (readonly string[])[]): Buffer => {
  const lengths = lists.map((list) => list.map((text) => Buffer.byteLength(text)))
  const packed = Buffer.allocUnsafe(lengths.reduce((size, list) => size + sizeOf(list), header))
  let offset = writeHeader(packed, array, lists.length, 0)
  for (const [index, list] of lists.entries()) {
    offset = writeHeader(packed, array, list.length, offset)
    for (const [place, text] of list.entries()) {
      offset = writeHeader(packed, string, lengths[index]![place]!, offset)
      offset += packed.write(text, offset)
    }
  }
  return packed
}

const sizeOf = (lengths: readonly number[]): number =>
  lengths.reduce((size, length) => size + header + length, header)

const writeHeader = (packed: Buffer, kind: number, size: number, offset: number): number =>
  packed.writeUInt32BE(size, packed.writeUInt8(kind, offset))

/** Kinds of 32-bit length: a byte for the kind, four for the length. */
const [string, array, header] = [0xdb, 0xdd, 5]
