/** Where requests never stop coming, nobody waits longer than so many turns. */
const TURNS_MAX = 8

/**
 * Calls when a turn of the event loop has brought nothing more: what arrived on other sockets at about the same time has
 * then come as well. So under load there are fewer calls for more, and who comes alone waits for one turn.
 */
export class WhenQuiet {
  readonly #call: () => void
  readonly #isEnough: () => boolean
  #isWaiting = false
  #isStirred = false
  #turns = 0

  /** @param isEnough whether so much has come that the call need not wait for more */
  constructor(call: () => void, isEnough = () => false) {
    this.#call = call
    this.#isEnough = isEnough
  }

  /** Something came for which the call is to be made. */
  stir(): void {
    this.#isStirred = this.#isWaiting
    if (this.#isWaiting) return
    this.#isWaiting = true
    this.#turns = 0
    setImmediate(this.#turn)
  }

  readonly #turn = (): void => {
    if (this.#isStirred && !this.#isEnough() && ++this.#turns < TURNS_MAX) {
      this.#isStirred = false
      setImmediate(this.#turn)
      return
    }
    this.#isWaiting = false
    this.#call()
  }
}
