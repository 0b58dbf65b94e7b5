import type { CollectionConfig } from 'payload'

import { mediaDirectory } from '@/config/directories'

import { adminOrUploader } from './access/adminOrUploader'
import { isStaff } from './access/isStaff'
import { nobody } from './access/nobody'
import { boundedReads } from './hooks/boundedReads'
import { missingFile } from './hooks/missingFile'
import { setUploader } from './hooks/setUploader'

/** Images. SVG is left out: it can carry script. */
export const Media: CollectionConfig = {
  slug: 'media',
  labels: { singular: 'Media', plural: 'Media' },
  admin: { group: 'Administration', defaultColumns: ['filename', 'alt', 'updatedAt'] },
  defaultSort: '-createdAt',
  disableDuplicate: true,
  upload: {
    staticDir: mediaDirectory(),
    mimeTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'],
    imageSizes: [{ name: 'thumbnail', width: 96, height: 96 }],
    adminThumbnail: 'thumbnail',
    pasteURL: false,
    handlers: [missingFile],
    modifyResponseHeaders: ({ headers }) => {
      headers.set('X-Content-Type-Options', 'nosniff')
      headers.set('Content-Security-Policy', "default-src 'none'; sandbox")
      return headers
    },
  },
  access: {
    admin: isStaff,
    create: isStaff,
    read: isStaff,
    readVersions: nobody,
    update: adminOrUploader,
    delete: adminOrUploader,
    unlock: nobody,
  },
  hooks: { beforeOperation: [boundedReads({ maximumPageSize: 500 })] },
  fields: [
    { name: 'alt', type: 'text', label: 'Description' },
    {
      name: 'uploadedBy',
      type: 'relationship',
      relationTo: 'users',
      index: true,
      admin: { readOnly: true, position: 'sidebar' },
      access: { create: nobody, update: nobody },
      hooks: { beforeChange: [setUploader] },
    },
  ],
}
