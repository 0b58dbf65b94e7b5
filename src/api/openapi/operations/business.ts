import { behindAnswer, summaryAnswer } from '../../answers/business'
import { behindQuery, exportQuery, summaryQuery } from '../../business/parameters'
import { staff } from '../callers'
import { inQuery, jsonAnswer, textAnswer, type Operation } from '../operation'

const tag = 'Business'
const period =
  'A period is named by `period`, or by `from` and `to` together; without either, the last 30 days.'

/** Questions about how the business did. */
export const businessOperations: Operation[] = [
  {
    ...{ method: 'get', path: '/api/business/summary', id: 'readBusinessSummary', tag },
    summary: 'Numbers of a period beside the period before',
    description: period,
    callers: staff,
    parameters: inQuery(summaryQuery),
    answers: { 200: jsonAnswer('The numbers; up to a second old.', summaryAnswer) },
    failures: [400, 503],
  },
  {
    ...{ method: 'get', path: '/api/business/behind', id: 'listBehindNumber', tag },
    summary: 'The conversations behind a number, a bar or a step',
    description: `${period} \`reached-stage\` needs \`at\`, the stage.`,
    callers: staff,
    parameters: inQuery(behindQuery),
    answers: { 200: jsonAnswer('One page, newest first.', behindAnswer) },
    failures: [400, 503],
  },
  {
    ...{ method: 'get', path: '/api/business/export', id: 'exportBusiness', tag },
    summary: 'Numbers, or the conversations behind one, as a CSV file',
    description: `${period} An export is in the audit trail before its first byte leaves.`,
    callers: staff,
    parameters: inQuery(exportQuery),
    answers: { 200: textAnswer('A file of UTF-8 text, RFC 4180.', 'text/csv') },
    failures: [400, 503],
  },
]
