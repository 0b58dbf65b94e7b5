import type { Access, Endpoint } from 'payload'

import { authOperations } from './authOperations'
import { callersOf } from './access'
import { staff, type Caller } from './callers'
import {
  answer,
  changed,
  countAnswer,
  listOf,
  manyChanged,
  object,
  permissions,
} from './collectionAnswers'
import { depth, listParameters, where } from './collectionParameters'
import type { CollectionContext, Sketch } from './collectionContext'
import type { Described } from './documents'
import type { JsonSchema } from './jsonSchema'
import { inPath, type Body } from './operation'
import { preferenceOperations } from './preferenceOperations'

/** The operations of a collection by their endpoints (`get /:id`); nothing where nobody may. */
export const sketchOperations = async (
  context: CollectionContext,
  payload: Described,
): Promise<Map<string, Sketch>> => {
  const { config } = context
  const may = (access: Access): Promise<Caller[]> => callersOf(access, payload)
  const [creators, readers, updaters, deleters] = await Promise.all([
    may(config.access.create),
    may(config.access.read),
    may(config.access.update),
    may(config.access.delete),
  ])
  const all = [
    ...reading(context, readers),
    ...writing(context, { creators, updaters, deleters }),
    ...(config.upload ? [file(context, readers)] : []),
    ...(config.auth ? authOperations(context, await may(config.access.unlock)) : []),
    ...(config.slug === 'payload-preferences' ? preferenceOperations : []),
  ]
  return new Map(all.filter(([, { callers }]) => callers.length > 0))
}

/** How an endpoint is called in these tables. */
export const keyOf = ({ method, path }: Pick<Endpoint, 'method' | 'path'>): string =>
  `${method} ${path}`

const id = inPath('id', 'Id of the document.')

type Entry = [key: string, sketch: Sketch]

const reading = (
  { document, plural, schemas, tag }: CollectionContext,
  callers: Caller[],
): Entry[] => [
  [
    'get /',
    {
      ...{ id: `list${plural}`, summary: `List ${tag.toLowerCase()}`, callers },
      parameters: listParameters,
      answers: { 200: listOf(document) },
      failures: [400],
    },
  ],
  [
    'get /count',
    {
      ...{ id: `count${plural}`, summary: `Count ${tag.toLowerCase()}`, callers },
      parameters: [where],
      answers: { 200: countAnswer },
      failures: [400],
    },
  ],
  [
    'get /:id',
    {
      ...{ id: `read${schemas.name}`, summary: 'Read one document', callers },
      parameters: [id, depth],
      answers: { 200: answer('The document.', document) },
      failures: [400, 404],
    },
  ],
  [
    'post /access/:id?',
    {
      ...{ id: `readAccessTo${schemas.name}`, summary: 'What the caller may do', callers },
      parameters: [id],
      answers: { 200: permissions },
      failures: [400, 404],
    },
  ],
]

const writing = (
  { config, document, plural, schemas, tag }: CollectionContext,
  { creators, deleters, updaters }: Record<'creators' | 'updaters' | 'deleters', Caller[]>,
): Entry[] => {
  const name = schemas.name
  const body = (schema: JsonSchema, isFileRequired: boolean): Body =>
    config.upload ? withFile(schema, isFileRequired) : { required: true, content: { 'application/json': schema } } // prettier-ignore
  return [
    [
      'post /',
      {
        ...{ id: `create${name}`, summary: 'Create a document', callers: creators },
        parameters: [depth],
        body: body(schemas.create, true),
        answers: { 201: changed(document) },
        failures: config.upload ? [400, 413] : [400],
      },
    ],
    [
      'patch /:id',
      {
        ...{ id: `update${name}`, summary: 'Change a document', callers: updaters },
        parameters: [id, depth],
        body: body(schemas.update, false),
        answers: { 200: changed(document) },
        failures: config.upload ? [400, 404, 413, 423] : [400, 404, 423],
      },
    ],
    [
      'patch /',
      {
        ...{ id: `updateMany${plural}`, summary: `Change several ${tag.toLowerCase()}` },
        callers: config.disableBulkEdit ? [] : updaters,
        parameters: [{ ...where, required: true }, depth],
        body: body(schemas.update, false),
        answers: { 200: manyChanged(document) },
        failures: [400, 423],
      },
    ],
    [
      'delete /:id',
      {
        ...{ id: `delete${name}`, summary: 'Delete a document', callers: deleters },
        parameters: [id, depth],
        answers: { 200: changed(document) },
        failures: [400, 404, 423],
      },
    ],
    [
      'delete /',
      {
        ...{ id: `deleteMany${plural}`, summary: `Delete several ${tag.toLowerCase()}` },
        callers: deleters,
        parameters: [{ ...where, required: true }, depth],
        answers: { 200: manyChanged(document) },
        failures: [400, 423],
      },
    ],
    [
      'post /:id/duplicate',
      {
        ...{ id: `duplicate${name}`, summary: 'Copy a document', callers: creators },
        parameters: [id, depth],
        answers: { 200: changed(document) },
        failures: [400, 404],
      },
    ],
  ]
}

/** A file comes as a form, with the document's fields as JSON beside it. */
const withFile = (schema: JsonSchema, isFileRequired: boolean): Body => ({
  required: true,
  content: {
    'multipart/form-data': object(
      {
        file: { type: 'string', format: 'binary' },
        _payload: { type: 'string', contentMediaType: 'application/json', contentSchema: schema },
      },
      isFileRequired ? ['_payload'] : ['file', '_payload'],
    ),
    ...(!isFileRequired && { 'application/json': schema }),
  },
})

const file = ({ config, schemas }: CollectionContext, callers: Caller[]): Entry => {
  const types = config.upload.mimeTypes ?? ['application/octet-stream']
  const content = Object.fromEntries(
    types.map((type) => [type, { type: 'string', format: 'binary' }]),
  )
  return [
    'get /file/:filename',
    {
      ...{ id: `read${schemas.name}File`, summary: 'Read a file' },
      callers: callers.length > 0 ? callers : staff,
      parameters: [inPath('filename', 'Name of the file.')],
      answers: { 200: { description: 'The file.', content } },
      failures: [400, 404],
    },
  ]
}
