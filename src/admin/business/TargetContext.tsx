'use client'

import { createContext, use } from 'react'

import type { Target } from './target'

/** Shows the conversations behind a number; the page's own, for everything on it. */
export const TargetContext = createContext<(target: Target) => void>(() => undefined)

/** @see TargetContext */
export const useOpenTarget = (): ((target: Target) => void) => use(TargetContext)
