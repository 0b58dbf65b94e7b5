/** For scripts: field names and values, as Redis lists them, become a table. */
export const toTable = `
local function toTable(flat)
  local named = {}
  for index = 1, #flat, 2 do named[flat[index]] = flat[index + 1] end
  return named
end
`
