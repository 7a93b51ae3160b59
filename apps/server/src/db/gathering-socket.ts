import { Socket } from 'node:net'

type Done = (error?: Error | null) => void

/**
 * Sends what is written in one turn together. Statements that do not wait for each other are written one by one; that way they
 * are one call of the system and one packet, which the database answers without being woken for each.
 */
export class GatheringSocket extends Socket {
  #isGathering = false

  override write(chunk: Uint8Array | string, encoding?: BufferEncoding | Done, done?: Done): boolean {
    if (!this.#isGathering) {
      this.#isGathering = true
      this.cork()
      process.nextTick(() => {
        this.#isGathering = false
        this.uncork()
      })
    }
    return typeof encoding === 'string' ? super.write(chunk, encoding, done) : super.write(chunk, encoding)
  }
}
