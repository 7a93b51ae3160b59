import { answer } from './answer.ts'
import { archive } from './archive.ts'
import { page, read, targets } from './collection.ts'
import { json } from './json.ts'
import { prepare } from './prepare.ts'
import type { Call, Operations, Reply } from './protocol.ts'

/** The samples engine runs here, so that no file is too large for the page to stay alive. */
const operations: Operations = { targets, read, page, archive, prepare, answer, json }

/** One call after the other: which collection is held is what was read last, however long each reading takes. */
let last: Promise<void> = Promise.resolve()

self.onmessage = ({ data }: MessageEvent<Call>) => {
  last = last.then(() => run(data))
}

async function run({ number, name, argument }: Call): Promise<void> {
  try {
    const operation = operations[name] as (argument: unknown) => unknown
    const result = await operation(argument)
    post({ number, result }, result instanceof Uint8Array ? [result.buffer] : [])
  } catch (error) {
    post({ number, fault: error instanceof Error ? error.message : String(error) }, [])
  }
}

function post(reply: Reply, transfer: Transferable[]): void {
  self.postMessage(reply, { transfer })
}
