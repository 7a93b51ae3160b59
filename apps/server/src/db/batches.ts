import { WhenQuiet } from '../lib/when-quiet.ts'

/** Asks for one thing by its key; see {@link Batches}. */
export type BatchedRead<Key, Value> = (key: Key) => Promise<Value>

/** Reads for many keys at once, `on` where statements go; the values come in the order of the keys. */
export type ReadMany<On, Key, Value> = (on: On, keys: readonly Key[]) => Promise<readonly Value[]>

/** Runs statements on one connection, which sends them without waiting in between; resolves when all have ended. */
type RunTogether<On> = (work: (on: On) => Promise<unknown>) => Promise<void>

/** More would only make smaller batches; one alone would let a slow statement hold up everybody. */
const UNDER_WAY_MAX = 2

/**
 * Reads that are asked for at about the same time share statements and round trips. Under load, what PostgreSQL, the
 * connection and the two context switches cost is paid once for many requests; a read that comes alone waits for
 * nothing. Nothing is kept: a statement is sent after the reads it stands for were asked for, so it sees everything
 * that was committed before them.
 */
export class Batches<On> {
  readonly #run: RunTogether<On>
  /** Those for which somebody waits, in the order in which they were asked. */
  #waiting: Pick<Batch<On, unknown, unknown>, 'take'>[] = []
  readonly #quiet = new WhenQuiet(() => this.#send())
  #underWay = 0

  constructor(run: RunTogether<On>) {
    this.#run = run
  }

  /** @param nameOf two keys of one name ask for the same thing, which is then read once */
  of<Key, Value>(read: ReadMany<On, Key, Value>, nameOf: (key: Key) => string): BatchedRead<Key, Value> {
    const batch = new Batch(read, nameOf)
    return key => {
      if (batch.isEmpty) this.#waiting.push(batch)
      const value = batch.add(key)
      this.#schedule()
      return value
    }
  }

  #schedule(): void {
    if (this.#underWay < UNDER_WAY_MAX) this.#quiet.stir()
  }

  async #send(): Promise<void> {
    const ends = this.#waiting.map(batch => batch.take())
    this.#waiting = []
    this.#underWay++
    try {
      await this.#run(on => Promise.all(ends.map(end => end.run(on))))
    } catch (error) {
      for (const end of ends) end.fail(error)
    } finally {
      this.#underWay--
      if (this.#waiting.length > 0) this.#schedule()
    }
  }
}

interface Asked<Key, Value> {
  readonly key: Key
  readonly value: Promise<Value>
  resolve(value: Value): void
  reject(error: unknown): void
}

/** What is asked of one kind of read until it is sent. */
class Batch<On, Key, Value> {
  readonly #read: ReadMany<On, Key, Value>
  readonly #nameOf: (key: Key) => string
  #asked = new Map<string, Asked<Key, Value>>()

  constructor(read: ReadMany<On, Key, Value>, nameOf: (key: Key) => string) {
    this.#read = read
    this.#nameOf = nameOf
  }

  get isEmpty(): boolean {
    return this.#asked.size === 0
  }

  add(key: Key): Promise<Value> {
    const name = this.#nameOf(key)
    const before = this.#asked.get(name)
    if (before !== undefined) return before.value
    const { promise: value, resolve, reject } = Promise.withResolvers<Value>()
    this.#asked.set(name, { key, value, resolve, reject })
    return value
  }

  take(): { run(on: On): Promise<void>; fail(error: unknown): void } {
    const asked = [...this.#asked.values()]
    this.#asked = new Map()
    return {
      run: async on => {
        const values = await this.#read(
          on,
          asked.map(one => one.key),
        )
        for (const [at, { resolve }] of asked.entries()) resolve(values[at] as Value)
      },
      fail: error => {
        for (const { reject } of asked) reject(error)
      },
    }
  }
}
