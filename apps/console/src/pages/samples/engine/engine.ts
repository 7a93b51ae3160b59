import type { Argument, Call, OperationName, Reply, Result } from './protocol.ts'

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** Speaks with the worker in which the samples engine runs; starts it with the first call. */
class Engine {
  #worker: Worker | undefined
  #calls = 0
  readonly #waiting = new Map<number, Waiting>()

  /** @throws Error with a message for people */
  call<Name extends OperationName>(name: Name, argument: Argument<Name>): Promise<Result<Name>> {
    this.#worker ??= this.#start()
    const call: Call = { number: ++this.#calls, name, argument }
    this.#worker.postMessage(call)
    return new Promise((resolve, reject) => {
      this.#waiting.set(call.number, { resolve: result => resolve(result as Result<Name>), reject })
    })
  }

  /** Ends whatever it does; the collection it held is gone. */
  stop(reason: string): void {
    this.#worker?.terminate()
    this.#worker = undefined
    const waiting = [...this.#waiting.values()]
    this.#waiting.clear()
    for (const { reject } of waiting) reject(new Error(reason))
  }

  #start(): Worker {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#settle(data)
    worker.onerror = event => {
      event.preventDefault()
      this.stop('The browser could not go on with this file: most likely it is too large for its memory.')
    }
    return worker
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.number)
    this.#waiting.delete(reply.number)
    if ('fault' in reply) waiting?.reject(new Error(reply.fault))
    else waiting?.resolve(reply.result)
  }
}

export const engine = new Engine()
