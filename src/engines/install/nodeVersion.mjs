const oldest = { major: 20, minor: 9 }

/**
 * Whether this version of Node.js is older than the product needs.
 * @param {string} version
 */
export const isOldNode = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < oldest.major || (major === oldest.major && minor < oldest.minor)
}

/** @param {string} version */
export const nodeVersionMessage = (version) =>
  `Node.js ${version} is too old: install Node.js ${oldest.major}.${oldest.minor} or newer and run the command again.`
