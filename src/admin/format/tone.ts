/** How a mark should feel: the five meanings that colour has in the product. */
export type Tone = 'ok' | 'warn' | 'bad' | 'accent' | 'none'
