import { SignJWT } from 'jose'

/** What the tokens of the tests are signed with. */
export const secret = 'a secret of customers alone, long enough for any digest of the tests'

/** A customer's token; what is given stands in the place of what is right. */
export const toToken = async (
  customerId: string | undefined,
  given: { alg?: string; expiresInSeconds?: number | null; key?: string } = {},
): Promise<string> => {
  const { alg = 'HS256', expiresInSeconds = 300, key = secret } = given
  const token = new SignJWT({}).setProtectedHeader({ alg })
  if (customerId !== undefined) token.setSubject(customerId)
  if (expiresInSeconds !== null)
    token.setExpirationTime(Math.floor(Date.now() / 1_000) + expiresInSeconds)
  return token.sign(new TextEncoder().encode(key))
}
