import type { Sample } from '../src/targets/target.ts'
import type { Environment } from './shell.ts'

/** A sample in its folder, ready to be built and run. */
export interface Program {
  /** The case and what is done with it; also the name of its folder. */
  readonly name: string
  readonly folder: string
  readonly sample: Sample
}

/** What the samples of a target are run with. */
export interface Toolchain {
  /** Commands that have to be there. */
  readonly commands: readonly string[]
  /** Other files that have to be there, such as a library's header. */
  readonly files?: readonly string[]
  /** Brings libraries into the cache folder, once, and says with what environment programs run. */
  readonly prepare?: (cache: string) => Promise<Environment>
  /** Makes programs of all samples at once. Programs that do not build are named, with the reason. */
  readonly build?: (
    programs: readonly Program[],
    env: Environment,
    root: string,
  ) => Promise<ReadonlyMap<string, string>>
  /** The shell line that runs a built program; the sample's own line where nothing is given. */
  readonly command?: (program: Program, root: string) => string
}
