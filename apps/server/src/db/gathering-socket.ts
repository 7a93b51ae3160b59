import { Socket } from 'node:net'

type Callback = (error?: Error | null) => void

/**
 * A connection to the database that sends what is written to it in one turn of the event loop with one call to the
 * system: `pg` writes every statement by itself, also those that do not wait for each other.
 */
export class GatheringSocket extends Socket {
  #isGathering = false

  override write(chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, callback?: Callback): boolean {
    if (!this.#isGathering) {
      this.#isGathering = true
      this.cork()
      process.nextTick(() => {
        this.#isGathering = false
        this.uncork()
      })
    }
    return typeof encoding === 'string' ? super.write(chunk, encoding, callback) : super.write(chunk, encoding)
  }
}
