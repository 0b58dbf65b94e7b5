import type { ChangeFrame } from '@/realtime/frames'

import { standingOf } from '../format/status'
import type { Application, ApplicationSummary, Conversation, ConversationPage } from './documents'
import { newerOf, toApplicationSummary } from './merge'

/** A conversation with the summary of its application, where that is known. */
export interface BoardCard {
  conversation: Conversation
  application: ApplicationSummary | null
}

/** What a card's pill says and what the board filters by. */
export const standingOfCard = ({ application, conversation }: BoardCard): string =>
  standingOf({ outcome: application?.applicationOutcome, status: conversation.status })

const notifyMs = 50
const gatherMs = 100
const retryMs = 5_000

/**
 * The conversations that this tab knows, kept present by the live stream. Each card is its own
 * source: only the card that a change concerns renders again. Knows no order but that of arrival.
 */
export class Board {
  private readonly conversations = new Map<string, Conversation>()
  private readonly applications = new Map<string, ApplicationSummary>()
  private readonly byApplication = new Map<string, Set<string>>()
  private readonly cards = new Map<string, BoardCard>()
  private readonly cardWatchers = new Map<string, Set<() => void>>()
  private readonly watchers = new Set<() => void>()
  private arrivals: string[] = []
  private standingVersion = 0
  private requested = new Set<string>()
  private loading: ReturnType<typeof setTimeout> | undefined
  private notifying: ReturnType<typeof setTimeout> | undefined

  /**
   * @param loadApplications fetches applications that a change has linked and that are not known
   * @param maximumArrivals how many conversations that came live are remembered; older ones drop out
   */
  constructor(
    private readonly loadApplications: (ids: string[]) => Promise<Application[]>,
    private readonly maximumArrivals = 5_000,
  ) {}

  /** The ids of conversations that began while this tab was listening, newest first. */
  readonly getArrivals = (): string[] => this.arrivals

  /** Grows whenever a known conversation's standing changes or a conversation becomes known. */
  readonly getStandingVersion = (): number => this.standingVersion

  /** Calls `watcher` when arrivals or standings change. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** A card; the same object until something on it changes. */
  readonly getCard = (id: string): BoardCard | undefined => this.cards.get(id)

  /** How a known conversation stands: as its card says. */
  readonly getStanding = (id: string): string | undefined => {
    const card = this.cards.get(id)
    return card && standingOfCard(card)
  }

  /** Calls `watcher` when this one card changes. */
  readonly watchCard = (id: string, watcher: () => void): (() => void) => {
    const watchers = this.cardWatchers.get(id) ?? new Set()
    this.cardWatchers.set(id, watchers.add(watcher))
    return () => {
      watchers.delete(watcher)
      if (watchers.size === 0) this.cardWatchers.delete(id)
    }
  }

  /** Takes in what a search has answered. */
  readonly put = (docs: ConversationPage['docs']): void => {
    for (const { application, ...conversation } of docs) {
      if (application) this.putApplication(application)
      this.putConversation(conversation)
    }
  }

  /** Takes in one change. Conversations that are not loaded stay so, unless they have just begun. */
  readonly apply = ({ collection, doc, operation }: ChangeFrame): void => {
    if (collection === 'conversations') {
      const isKnown = this.conversations.has(doc.id)
      if (!isKnown && operation !== 'create') return
      this.putConversation(doc as unknown as Conversation)
      if (!isKnown) this.arrive(doc.id)
      this.requestMissing(doc.id)
    }
    if (collection === 'applications' && this.isWanted(doc.id))
      this.putApplication(toApplicationSummary(doc as unknown as Application))
  }

  private putConversation(incoming: Conversation): void {
    const known = this.conversations.get(incoming.id)
    const conversation = newerOf(known, incoming)
    if (conversation === known) return
    this.conversations.set(conversation.id, conversation)
    if (known?.applicationId && known.applicationId !== conversation.applicationId)
      this.byApplication.get(known.applicationId)?.delete(conversation.id)
    if (conversation.applicationId) {
      const linked = this.byApplication.get(conversation.applicationId) ?? new Set()
      this.byApplication.set(conversation.applicationId, linked.add(conversation.id))
    }
    this.refresh(conversation.id)
  }

  private putApplication(incoming: ApplicationSummary): void {
    const known = this.applications.get(incoming.id)
    const application = newerOf(known, incoming)
    if (application === known) return
    this.applications.set(application.id, application)
    for (const id of this.byApplication.get(application.id) ?? []) this.refresh(id)
  }

  private arrive(id: string): void {
    this.arrivals = [id, ...this.arrivals].slice(0, this.maximumArrivals)
    this.notify()
  }

  private isWanted(applicationId: string): boolean {
    return (this.byApplication.get(applicationId)?.size ?? 0) > 0
  }

  /** Several changes of one moment are answered by one request. */
  private requestMissing(conversationId: string): void {
    const id = this.conversations.get(conversationId)?.applicationId
    if (!id || this.applications.has(id) || this.requested.has(id)) return
    this.requested.add(id)
    this.loading ??= setTimeout(() => void this.loadRequested(), gatherMs)
  }

  private async loadRequested(): Promise<void> {
    const missing = [...this.requested].filter((id) => !this.applications.has(id))
    this.requested = new Set()
    this.loading = undefined
    if (missing.length === 0) return
    try {
      for (const application of await this.loadApplications(missing))
        this.putApplication(toApplicationSummary(application))
    } catch {
      // The server is away for a moment: what is missing is asked for again.
      for (const id of missing) this.requested.add(id)
      this.loading ??= setTimeout(() => void this.loadRequested(), retryMs)
    }
  }

  private refresh(conversationId: string): void {
    const conversation = this.conversations.get(conversationId)
    if (!conversation) return
    const application = this.applications.get(conversation.applicationId ?? '') ?? null
    const before = this.getStanding(conversationId)
    this.cards.set(conversationId, { conversation, application })
    if (before !== this.getStanding(conversationId)) {
      this.standingVersion += 1
      this.notify()
    }
    for (const watcher of this.cardWatchers.get(conversationId) ?? []) watcher()
  }

  /** Several changes of one moment are told once: a list is dearer to draw than a card. */
  private notify(): void {
    this.notifying ??= setTimeout(() => {
      this.notifying = undefined
      for (const watcher of this.watchers) watcher()
    }, notifyMs)
  }
}
