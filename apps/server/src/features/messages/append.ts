import { DatabaseUnavailable } from '../../db/errors.ts'
import type { Db, Tx } from '../../db/tx.ts'
import { noteAppended } from '../../events/outbox.ts'
import { BoundedMap } from '../../lib/bounded-map.ts'
import { WhenQuiet } from '../../lib/when-quiet.ts'
import type { ControlSql } from '../conversations/store.ts'
import { appendStatement, type Group, type GroupRow } from './append/statement.ts'
import type { Appended, NewMessage } from './model.ts'

/** Messages in one statement. */
const BATCH_MAX = 128
/** Statements at a time: while one is written to disk, another one is made ready and the answers of a third go out. */
const UNDER_WAY_MAX = 3
/** Apps of which it is known that they have a switchboard, or had one. */
const CONTROLLED_MAX = 10_000
/** What the most callers of late count for at the next statement: they may be gone. */
const CROWD_KEPT = 0.95

interface Waiting {
  readonly message: NewMessage
  /** Names the conversation. */
  readonly name: string
  resolve(appended: Appended): void
  reject(error: unknown): void
}

interface Needs {
  readonly db: Db
  readonly control: ControlSql
  /** Messages that a conversation may hold. */
  readonly messagesMax: number
  /** Told once events were committed that were appended in no transaction of somebody else's. */
  readonly onAppended: () => void
}

/**
 * Writes messages: counters of the conversation, message and event in one statement. A message that comes alone waits
 * for nothing; under load those that wait share a statement, and so the time a commit takes. A conversation is in one
 * statement at a time, which keeps the order; each message has its own outcome.
 */
export class MessageAppender {
  readonly #needs: Needs
  #waiting: Waiting[] = []
  /** Messages whose callers wait, and the most there were of late: each statement takes its share of them. */
  #open = 0
  #crowd = 0
  readonly #quiet = new WhenQuiet(
    () => this.#send(),
    () => this.#waiting.length * UNDER_WAY_MAX >= this.#crowd,
  )
  /** Of each statement that is under way its conversations. */
  readonly #underWay = new Set<ReadonlySet<string>>()
  readonly #controlled = new BoundedMap<string, true>(CONTROLLED_MAX)

  constructor(needs: Needs) {
    this.#needs = needs
  }

  append(message: NewMessage): Promise<Appended> {
    const { promise, resolve, reject } = Promise.withResolvers<Appended>()
    this.#waiting.push({ message, name: nameOf(message), resolve, reject })
    this.#open++
    this.#schedule()
    return promise
  }

  /** In a transaction of the caller's; messages of one post come one after the other. */
  appendIn(tx: Tx, messages: readonly NewMessage[]): Promise<Appended[]> {
    noteAppended(tx)
    return this.#write(tx, messages)
  }

  #schedule(): void {
    if (this.#underWay.size < UNDER_WAY_MAX && this.#waiting.length > 0) this.#quiet.stir()
  }

  async #send(): Promise<void> {
    const batch = this.#take()
    if (batch.length === 0) return
    const conversations = new Set(batch.map(({ name }) => name))
    this.#underWay.add(conversations)
    this.#crowd = Math.max(this.#open, this.#crowd * CROWD_KEPT)
    this.#schedule()
    try {
      await this.#settle(batch)
    } finally {
      this.#open -= batch.length
      this.#underWay.delete(conversations)
      this.#schedule()
    }
  }

  /** What is left behind keeps its order: where one message of a conversation waits, those after it wait. */
  #take(): Waiting[] {
    const batch: Waiting[] = []
    const rest: Waiting[] = []
    const authors = new Map<string, string | undefined>()
    const held = new Set([...this.#underWay].flatMap(conversations => [...conversations]))
    for (const one of this.#waiting) {
      const { name, message } = one
      const isOfAnother = authors.has(name) && authors.get(name) !== message.author.userId
      if (batch.length >= BATCH_MAX || isOfAnother) held.add(name)
      if (held.has(name)) rest.push(one)
      else batch.push(one)
      authors.set(name, message.author.userId)
    }
    this.#waiting = rest
    return batch
  }

  /** When a statement fails, each of its messages gets one of its own, so that a bad one fails no other. */
  async #settle(batch: readonly Waiting[]): Promise<void> {
    try {
      const appended = await this.#write(
        this.#needs.db.single,
        batch.map(({ message }) => message),
      )
      this.#needs.onAppended()
      for (const [at, { resolve }] of batch.entries()) resolve(appended[at] as Appended)
    } catch (error) {
      if (batch.length === 1 || error instanceof DatabaseUnavailable) for (const { reject } of batch) reject(error)
      else for (const one of batch) await this.#settle([one])
    }
  }

  async #write(tx: Tx, messages: readonly NewMessage[]): Promise<Appended[]> {
    const groups = grouped(messages)
    const rows = await this.#rowsOf(tx, groups)
    const outcomes = new Map<NewMessage, Appended>()
    for (const group of groups)
      for (const [index, message] of group.messages.entries())
        outcomes.set(message, outcomeOf(rows.get(group.number), index + 1))
    return messages.map(message => outcomes.get(message) as Appended)
  }

  /** By number of the group; those whose conversation is missing have none. */
  async #rowsOf(tx: Tx, groups: readonly Group[]): Promise<Map<number, GroupRow>> {
    const { control, messagesMax } = this.#needs
    const isControlled = groups.some(({ messages: [{ appId }] }) => this.#controlled.has(appId))
    const rows = await tx.rows<GroupRow>(
      appendStatement(groups, { messagesMax, control: isControlled ? control : undefined }),
    )
    const byNumber = new Map(rows.map(row => [row.number, row]))
    const passed = groups.filter(({ number }) => byNumber.get(number)?.has_switchboard)
    if (passed.length === 0) return byNumber
    for (const { messages } of passed) this.#controlled.set(messages[0].appId, true)
    return new Map([...byNumber, ...(await this.#rowsOf(tx, passed))])
  }
}

/** @param place of the message in its group, from 1 */
function outcomeOf(row: GroupRow | undefined, place: number): Appended {
  if (row === undefined) return { outcome: 'missing' }
  if (!row.is_member) return { outcome: 'stranger' }
  if (place > row.taken) return { outcome: 'full' }
  return { outcome: 'posted', seq: Number(row.seq) + place, received: row.received }
}

function grouped(messages: readonly NewMessage[]): Group[] {
  const groups = new Map<string, Group>()
  for (const message of messages) {
    const name = nameOf(message)
    const group = groups.get(name)
    if (group === undefined) groups.set(name, { messages: [message], number: groups.size + 1 })
    else if (group.messages[0].author.userId === message.author.userId) group.messages.push(message)
    else throw new Error('two authors write to one conversation in one statement')
  }
  return [...groups.values()]
}

const nameOf = ({ appId, conversationId }: NewMessage) => `${appId}/${conversationId}`
