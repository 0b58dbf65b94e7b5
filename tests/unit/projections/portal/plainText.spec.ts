import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { maximumPlainCharacters, toPlainText } from '@/projections/portal/plainText'

const card = '4111 1111 1111 1111'

describe('a message as plain text', () => {
  it.each([
    ['Hello <b>Maeve</b>', 'Hello Maeve'],
    ['line one<br>line two\r\nline three\u2028four', 'line one line two line three four'],
    ['<script>alert(1)</script>hi', 'hi'],
    ['hi<script>alert(1)', 'hi'],
    ['<scr<script>x</script>ipt>alert(1)</script>hi', 'alert(1)hi'],
    ['&lt;img src=x onerror=alert(1)&gt;hi', 'hi'],
    ['&amp;lt;b&amp;gt;hi&amp;lt;/b&amp;gt;', 'hi'],
    ['<img src=x onerror=alert(1)', ''],
    ['<!-- secret -->hi<!-- more', 'hi'],
    ['I earn < 500 and spend > 300', 'I earn < 500 and spend > 300'],
    ['is 3<x?', 'is 3x?'],
    [
      '**Approved**: see [our site](https://example.com/a) and `code`',
      'Approved: see our site and code',
    ],
    ['# Offer\n> note\n*soft* and _slanted_ and ~~gone~~', 'Offer note soft and slanted and gone'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['![logo](x.png)', 'logo'],
    ['a\u0000b\u0007c\u009fd\u202egnp\u202c e\ufefff\u200bg', 'abcdgnp efg'],
    ['lone \ud800 surrogate', 'lone \ufffd surrogate'],
    ['👩‍👩‍👧 می‌خواهم', '👩‍👩‍👧 می‌خواهم'],
  ])('%j becomes %j', (sent, shown) => {
    expect(toPlainText(sent)).toBe(shown)
  })

  it.each([
    card,
    '4111-1111-1111-1111',
    '4111111111111111',
    '4111.1111.1111.1111',
    '4111 - 1111 - 1111 - 1111',
    '4111,1111,1111,1111',
    '4111<b></b>1111<i>1111</i>1111',
    '4111**1111**1111__1111__',
    '4111&nbsp;1111&#49;&#49;11 1111',
    '4111\u200d1111\u200b1111\u00ad1111',
    '４１１１１１１１１１１１１１１１',
    '٤١١١ ١١١١ ١١١١ ١١١١',
    '3782 822463 10005',
    'N1234567',
    'PA1234567',
    '2123 45670 1',
    '2123-45670-1',
    '12345678',
    '1234 5678',
    '062-000 12345678',
    '123 456 789',
    'S12345',
    '1234AB56',
    '$5000 4111 1111 1111 1111',
  ])('never shows the number %j', (number) => {
    const shown = toPlainText(`My number is ${number}, thanks`)
    expect(shown).toMatch(/^My number is .*••••.*, thanks$/)
    expect(shown.replace(/^My number is (\$5000)?/, '').match(/\p{Nd}/gu) ?? []).toEqual([])
  })

  it.each([
    'You asked for $5000.00 over 24 months',
    'You asked for $250000 in total',
    'That is $1,250,000.00, or 1,250,000 dollars',
    'Born on 17/05/1990, due 2024-01-15, at 10:30',
    'Post code 3000, year 2024, 7 of 12',
    'The offer of $2,000 - $5,000 stands',
  ])('leaves amounts and dates alone: %j', (sent) => {
    expect(toPlainText(sent)).toBe(sent)
  })

  it('is cut at 280 characters, never through a character', () => {
    const long = toPlainText('word '.repeat(200))
    expect(long).toHaveLength(maximumPlainCharacters)
    expect(long.endsWith('…')).toBe(true)
    expect(toPlainText('🙂'.repeat(300)).isWellFormed()).toBe(true)
    expect(toPlainText('x'.repeat(280))).toBe('x'.repeat(280))
  })

  it('holds no markup, no control character and no long number, whatever was said', () => {
    const pieces = fc.constantFrom(
      ...[
        '<',
        '>',
        '&',
        'lt;',
        'gt;',
        '#60;',
        'b',
        '/',
        '!--',
        '-->',
        'script',
        ' ',
        '*',
        '_',
        '`',
      ],
      ...[
        '4',
        '11',
        '1111',
        '-',
        ' ',
        '.',
        '[',
        '](',
        ')',
        '\u0000',
        '\u202e',
        '\u200d',
        '\n',
        '=',
        'x',
      ],
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(pieces, fc.string({ unit: 'grapheme' })), { maxLength: 80 }),
        (parts) => {
          const shown = toPlainText(parts.join(''))
          expect(shown.length).toBeLessThanOrEqual(maximumPlainCharacters)
          expect(shown).not.toMatch(/<[a-zA-Z/!?]/)
          expect(shown).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}]/u)
          expect(shown).not.toMatch(/(?:\p{Nd}[ -]?){13}/u)
          expect(shown.isWellFormed()).toBe(true)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('takes no longer for text that was made to be slow', () => {
    const startedAt = performance.now()
    for (const piece of [
      '<',
      '<a ',
      '&lt;',
      '**a',
      '_a ',
      '[[',
      '1 ',
      '`',
      '<!--',
      '# ',
      '> ',
      'a_',
    ])
      toPlainText(piece.repeat(100_000))
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
