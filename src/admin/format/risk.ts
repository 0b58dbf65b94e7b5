import type { Assessments } from '../live/documents'
import { wordsOf } from './text'
import type { Tone } from './tone'

/** The three checks, in the order in which a supervisor reads them. */
export const checks = [
  { key: 'identityRisk', label: 'Identity risk', short: 'ID' },
  { key: 'serviceability', label: 'Serviceability', short: 'Serviceability' },
  { key: 'fraudCheck', label: 'Fraud check', short: 'Fraud' },
] as const satisfies readonly { key: keyof Assessments; label: string; short: string }[]

/** What the product can say about a check's result, whatever its provider's shape. */
export interface AssessmentSummary {
  /** Whether there is any result at all. */
  hasRun: boolean
  /** The risk level and the verdict in the provider's own words; `–` where the check has not run. */
  label: string
  /** The same for a glance: the level alone, where the verdict does not contradict it. */
  short: string
  tone: Tone
  score?: string
  reasons: string[]
  rules: { name: string; outcome?: string; tone: Tone }[]
  /** Monthly, in dollars. */
  income?: number
  expenses?: number
  surplus?: number
  /** Everything that is not said above, for a tree. */
  rest: Record<string, unknown>
}

/**
 * Reads an assessment of unknown shape (spec: assessments): a risk level, a verdict, a score,
 * reasons, rules and the monthly figures where they stand at the top or one level below.
 */
export const summariseAssessment = (assessment: unknown): AssessmentSummary => {
  if (assessment === null || assessment === undefined) return notRun
  if (!isRecord(assessment)) {
    const label = toText(assessment) ?? 'done'
    return { ...notRun, hasRun: true, label, short: label }
  }
  const reader = new Reader(assessment)
  const verdict = toWord(reader.text(verdictNames))
  const level = toWord(reader.text(levelNames))
  const label =
    level !== undefined && verdict !== undefined ? `${level} · ${verdict}` : (level ?? verdict)
  const score = roundScore(reader.text(scoreNames))
  const fallback = score === undefined ? 'done' : `score ${score}`
  const reasons = reader.list(reasonNames).map(toReason)
  const rules = reader.list(ruleNames).map(toRule)
  const income = reader.number(incomeNames)
  const expenses = reader.number(expenseNames)
  const surplus = reader.number(surplusNames)
  return {
    hasRun: true,
    label: label ?? fallback,
    short: (toneOf(level) === toneOf(verdict) ? (level ?? verdict) : label) ?? fallback,
    // Where both stand, the graver one colours the mark.
    tone: graver(toneOf(level), toneOf(verdict)),
    ...(score !== undefined && { score }),
    reasons,
    rules,
    ...(income !== undefined && { income }),
    ...(expenses !== undefined && { expenses }),
    ...(surplus !== undefined && { surplus }),
    rest: reader.rest(),
  }
}

/** How a provider's word for a result feels; a word that is not known has no colour. */
export const toneOf = (word: string | undefined): Tone => {
  if (word === undefined) return 'none'
  const normal = word.toLowerCase().replace(/[\s-]+/g, '_')
  return words.find(({ pattern }) => pattern.test(normal))?.tone ?? 'none'
}

const notRun: AssessmentSummary = {
  hasRun: false,
  label: '–',
  short: '–',
  tone: 'none',
  reasons: [],
  rules: [],
  rest: {},
}

const levelNames = ['risk_level', 'riskLevel', 'risk', 'level']
const verdictNames = ['result', 'decision', 'status', 'outcome', 'verdict', 'recommendation']
const scoreNames = ['score', 'risk_score', 'riskScore']
const reasonNames = ['reasons', 'reason', 'flags']
const ruleNames = ['rules', 'checks']
const incomeNames = ['income', 'monthly_income', 'monthlyIncome']
const expenseNames = ['expenses', 'monthly_expenses', 'monthlyExpenses']
const surplusNames = ['surplus', 'monthly_surplus', 'monthlySurplus']

// Read in order: `not_approved` must meet the bad words before the good ones.
const words: { pattern: RegExp; tone: Tone }[] = [
  {
    pattern:
      /^(very_|extreme_)?high|critical|severe|extreme|^not_|^un(?!der)|^in(eligible|sufficient|valid)|fail|declin|reject|den(y|ied)|block|^fraud|adverse|error|^no$|^false$/,
    tone: 'bad',
  },
  {
    pattern:
      /medium|moderate|elevated|review|refer|manual|pending|warn|flag|marginal|partial|incomplete|in_progress|stale|suspect/,
    tone: 'warn',
  },
  {
    pattern:
      /low|^none$|minimal|pass|clear|approv|accept|success|verif|^ok|complete|eligible|afford|serviceable|match|^yes$|^true$|genuine|^good/,
    tone: 'ok',
  },
]

const gravity: Tone[] = ['none', 'accent', 'ok', 'warn', 'bad']

const graver = (left: Tone, right: Tone): Tone =>
  gravity.indexOf(left) >= gravity.indexOf(right) ? left : right

/** Looks names up at the top of an assessment, then in its direct children, and knows what is left. */
class Reader {
  private readonly used = new Map<Record<string, unknown>, Set<string>>()
  private readonly places: Record<string, unknown>[]

  constructor(private readonly root: Record<string, unknown>) {
    this.places = [root, ...Object.values(root).filter(isRecord)]
  }

  text(names: string[]): string | undefined {
    return this.find(names, (value) => toText(value))
  }

  number(names: string[]): number | undefined {
    return this.find(names, toNumber)
  }

  list(names: string[]): unknown[] {
    return (
      this.find(names, (value) =>
        Array.isArray(value) ? value : typeof value === 'string' && value ? [value] : undefined,
      ) ?? []
    )
  }

  rest(): Record<string, unknown> {
    const without = (place: Record<string, unknown>): Record<string, unknown> =>
      Object.fromEntries(Object.entries(place).filter(([name]) => !this.used.get(place)?.has(name)))
    return Object.fromEntries(
      Object.entries(without(this.root))
        .map(([name, value]) => [name, isRecord(value) ? without(value) : value] as const)
        .filter(([name, value]) => !(isEmptyRecord(value) && !isEmptyRecord(this.root[name]))),
    )
  }

  private find<T>(names: string[], read: (value: unknown) => T | undefined): T | undefined {
    for (const place of this.places) {
      for (const name of names) {
        const value = Object.hasOwn(place, name) ? read(place[name]) : undefined
        if (value === undefined) continue
        this.used.set(place, (this.used.get(place) ?? new Set()).add(name))
        return value
      }
    }
    return undefined
  }
}

const toReason = (reason: unknown): string =>
  toText(reason) ??
  (isRecord(reason)
    ? (toText(reason.description) ??
      toText(reason.message) ??
      toText(reason.reason) ??
      toText(reason.code))
    : undefined) ??
  JSON.stringify(reason)

const toRule = (rule: unknown): AssessmentSummary['rules'][number] => {
  if (!isRecord(rule)) return { name: toText(rule) ?? JSON.stringify(rule), tone: 'none' }
  const name = ['name', 'rule', 'rule_name', 'ruleName', 'id', 'code', 'description']
    .map((key) => toText(rule[key]))
    .find((text) => text !== undefined)
  const given = ['result', 'outcome', 'status', 'passed', 'decision']
    .map((key) => rule[key])
    .find((value) => value !== undefined && value !== null)
  const outcome =
    given === true ? 'passed' : given === false ? 'failed' : (toText(given) ?? undefined)
  return {
    name: name === undefined ? JSON.stringify(rule) : wordsOf(name),
    ...(outcome !== undefined && { outcome }),
    tone: toneOf(outcome),
  }
}

/** A score of many digits, cut to two behind the point. */
const roundScore = (score: string | undefined): string | undefined =>
  score !== undefined && /^-?\d+\.\d{3,}$/.test(score)
    ? String(Math.round(Number(score) * 100) / 100)
    : score

/** `HIGH` and `MANUAL_REVIEW` as the words that they are. */
const toWord = (constant: string | undefined): string | undefined => {
  const words = constant === undefined ? undefined : wordsOf(constant)
  return words !== undefined && /^[A-Z]{2,}$/.test(words) ? words.toLowerCase() : words
}

const toText = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value.trim() || undefined
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined

const toNumber = (value: unknown): number | undefined => {
  const number =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && value.trim()
        ? Number(value.replace(/[$,\s]/g, ''))
        : Number.NaN
  return Number.isFinite(number) ? number : undefined
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isEmptyRecord = (value: unknown): boolean =>
  isRecord(value) && Object.keys(value).length === 0
