/** What stands in the place of a number that is not shown. */
const mask = '••••'

/**
 * Hides numbers that may be those of a card, a licence, a passport, Medicare or an account: digits
 * of any script, however they are grouped, and codes of letters and digits. What is certainly an
 * amount or a date stays. In doubt a number is hidden: nobody is harmed by one that is missing.
 */
export const maskNumbers = (text: string): string => {
  if (!digit.test(text)) return text
  return text.replace(codes, (code) => (isCode(code) ? mask : code)).replace(runs, maskRun)
}

const digit = /\p{Nd}/u

/** Letters and digits without a break. */
const codes = /[\p{L}\p{Nd}]{6,64}/gu

const isCode = (code: string): boolean =>
  /\p{L}/u.test(code) &&
  countDigits(code) >= fewestCodeDigits &&
  !/^\p{Nd}{5,9}(?:k|aud)$/iu.test(code)

const fewestCodeDigits = 5

/** Digits with up to three signs between two of them. */
const runs = /(?<![\p{Nd}])\p{Nd}(?:[\s\p{Pd}\p{Pc}.,/\\*()+·•:'’|~#]{0,3}\p{Nd}){5,}/gu

const maskRun = (run: string, offset: number, text: string): string => {
  if (isDate(run) || isAmount(run, text.slice(Math.max(0, offset - 5), offset))) return run
  const isTight = !/[^\p{Nd}]{2}/u.test(run)
  return countDigits(run) >= (isTight ? fewestDigits : fewestSpreadDigits) ? mask : run
}

const fewestDigits = 6
/** Numbers in a list, such as `2000, 5000`, are rather amounts or years below that. */
const fewestSpreadDigits = 9

const isDate = (run: string): boolean =>
  /^(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])$/.test(run) ||
  /^(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|1[0-2])[-/.](?:19|20)\d{2}$/.test(run)

const isAmount = (run: string, before: string): boolean =>
  /^\d{1,3}(?:,\d{3}){1,2}(?:\.\d{2})?$/.test(run) ||
  (/(?:\$|AUD) ?$/.test(before) && /^\d{1,9}(?:\.\d{1,2})?$/.test(run))

const countDigits = (text: string): number => text.match(/\p{Nd}/gu)?.length ?? 0
