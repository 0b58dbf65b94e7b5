'use client'

import { useEffect } from 'react'

/** Names the browser's tab after what the page shows, once that is known. */
export const usePageTitle = (title: string | undefined): void => {
  useEffect(() => {
    if (title) document.title = `${title} · Billie Supervisor Dashboard`
  }, [title])
}
