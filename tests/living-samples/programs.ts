import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SampleRequest } from '@parhelion/samples'
import { isRequired, targets } from '@parhelion/samples'
import { missing, writeProgram } from '../../packages/samples/run/run.ts'
import { bareEnvironment, type Environment, type Outcome, shell } from '../../packages/samples/run/shell.ts'
import type { Program, Toolchain } from '../../packages/samples/run/toolchain.ts'
import { CACHE } from '../../packages/samples/run/toolchains/cache.ts'
import { toolchains } from '../../packages/samples/run/toolchains/index.ts'
import { FILE_CONTENT } from '../../packages/samples/run/values.ts'

const LIMIT_MS = 60_000

/** The samples of all requests in one language, ready to run. */
export class Programs {
  readonly #programs = new Map<string, { readonly program: Program; readonly request: SampleRequest }>()
  readonly #toolchain: Toolchain
  readonly #root: string
  #env: Environment = bareEnvironment()

  private constructor(toolchain: Toolchain, root: string) {
    this.#toolchain = toolchain
    this.#root = root
  }

  /** Why this machine cannot run the language; undefined when it can. */
  static missing(target: string): string | undefined {
    const toolchain = toolchains[target]
    if (toolchain === undefined) throw new Error(`nothing is known that runs ${target}`)
    return missing(toolchain)
  }

  /** Fails where one does not build. @param requests by the names of their folders */
  static async build(id: string, requests: ReadonlyMap<string, SampleRequest>, root: string): Promise<Programs> {
    const target = targets.find(one => one.id === id)
    const toolchain = toolchains[id]
    if (target === undefined || toolchain === undefined) throw new Error(`there is no ${id}`)
    await mkdir(root, { recursive: true })
    const made = new Programs(toolchain, root)
    made.#env = (await toolchain.prepare?.(CACHE)) ?? bareEnvironment()
    for (const [name, request] of requests)
      made.#programs.set(name, { request, program: await writeProgram(target, name, request, root) })
    const all = [...made.#programs.values()].map(({ program }) => program)
    const broken = (await toolchain.build?.(all, made.#env, root)) ?? new Map<string, string>()
    for (const [name, reason] of broken) throw new Error(`${name} does not build: ${reason}`)
    return made
  }

  request(name: string): SampleRequest {
    return this.#of(name).request
  }

  /** Whether the program tells its readers that something is so. */
  notes(name: string, note: string): boolean {
    return this.#of(name).program.sample.notes.includes(note)
  }

  /** Runs a program with values for what the collection leaves open, and for nothing else. */
  async run(name: string, values: Readonly<Record<string, string>>): Promise<Outcome> {
    const { program, request } = this.#of(name)
    const line = this.#toolchain.command?.(program, this.#root) ?? program.sample.run
    const unknown = Object.keys(values).filter(one => !request.inputs.some(input => input.name === one))
    if (unknown.length > 0) throw new Error(`the program does not ask for ${unknown}`)
    const set: Record<string, string> = {}
    for (const input of request.inputs) {
      // The file that the collection names lies beside the program.
      if (input.kind === 'file') await writeFile(join(program.folder, input.default ?? ''), FILE_CONTENT)
      else if (isRequired(input)) set[input.env] = values[input.name] ?? ''
    }
    return shell(line, program.folder, { ...this.#env, ...set }, LIMIT_MS)
  }

  #of(name: string) {
    const found = this.#programs.get(name)
    if (found === undefined) throw new Error(`the collection has no request for ${name}`)
    return found
  }
}
