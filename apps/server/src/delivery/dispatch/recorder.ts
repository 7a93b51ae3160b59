import type { Tx } from '../../db/tx.ts'
import type { Position } from '../../events/read.ts'
import type { Delivery } from '../model.ts'
import { type Note, record } from './store.ts'

/**
 * What is to be written down, gathered for a moment: a delivery that was called meanwhile is written once, with what
 * came of it. What was read and what follows from it are written together, so that a crash loses both or neither.
 */
export class Recorder {
  #dirty = new Set<Delivery>()
  #positions = new Map<number, Position>()

  get size(): number {
    return this.#dirty.size
  }

  /** Events of which the table does not know yet what became of them at a webhook. */
  unwritten(webhookId: string): string[] {
    return [...this.#dirty].flatMap(delivery => (delivery.webhookId === webhookId ? [delivery.event.id] : []))
  }

  note(delivery: Delivery): void {
    this.#dirty.add(delivery)
  }

  /** All of a lane up to there was read. */
  read(lane: number, position: Position): void {
    this.#positions.set(lane, position)
  }

  async flush(tx: Tx, holder: string): Promise<void> {
    if (this.#dirty.size === 0 && this.#positions.size === 0) return
    const fresh: Note[] = []
    const changed: Note[] = []
    for (const delivery of this.#dirty) {
      const { newAttempts: attempts, state, attemptCount, dueAt } = delivery
      const notes = delivery.recorded ? changed : fresh
      notes.push({ delivery, attempts, state, attemptCount, dueAt })
      delivery.newAttempts = []
      delivery.recorded = true
    }
    const positions = this.#positions
    this.#dirty = new Set()
    this.#positions = new Map()
    await record(tx, holder, { fresh, changed }, positions)
  }
}
