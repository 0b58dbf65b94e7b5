import { Link } from '@payloadcms/ui'
import type { DefaultCellComponentProps } from 'payload'
import type { ReactNode } from 'react'

/** What a list's cell has to know to lead to its row's document. */
export type CellProps = Pick<
  DefaultCellComponentProps,
  'collectionSlug' | 'link' | 'linkURL' | 'rowData'
>

/** A list's cell: its content, as the way to the document where the list wants one; a dash where there is none. */
export const Cell = ({
  children,
  collectionSlug,
  link,
  linkURL,
  rowData,
}: CellProps & { children: ReactNode }) => {
  const content = children === undefined || children === '' ? '–' : children
  if (!link) return <span>{content}</span>
  return (
    <Link
      href={
        linkURL ?? `/admin/collections/${collectionSlug}/${encodeURIComponent(String(rowData.id))}`
      }
      prefetch={false}
    >
      {content}
    </Link>
  )
}
