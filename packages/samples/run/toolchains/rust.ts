import { cp, mkdir, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { bareEnvironment, shell } from '../shell.ts'
import type { Program, Toolchain } from '../toolchain.ts'
import { here } from './cache.ts'

/** All samples are programs of one package, so that the crates are compiled once, and kept. */
export const rust: Toolchain = {
  commands: ['cargo'],
  async prepare(cache) {
    const env = { ...bareEnvironment(), CARGO_TARGET_DIR: join(cache, 'rust-target'), CARGO_TERM_COLOR: 'never' }
    return { ...env, CARGO_HOME: process.env.CARGO_HOME ?? join(homedir(), '.cargo'), ...rustup() }
  },
  async build(programs, env, root) {
    const all = join(root, 'all')
    await mkdir(join(all, 'src/bin'), { recursive: true })
    for (const name of ['Cargo.toml', 'Cargo.lock']) await cp(here(`rust/${name}`), join(all, name))
    for (const program of programs)
      await writeFile(join(all, 'src/bin', `${binary(program)}.rs`), program.sample.files[0]?.text ?? '')
    const { code, stderr } = await shell('cargo build --locked --quiet --keep-going --bins', all, env, 900_000)
    if (code === 0 && !stderr.includes('warning:')) return new Map()
    const broken = new Map<string, string>()
    for (const part of stderr.split(/^(?=(?:error|warning)(?:\[\w+\])?: )/m)) {
      const file = /--> src\/bin\/(\w+)\.rs/.exec(part)?.[1]
      const program = programs.find(one => binary(one) === file)
      if (program !== undefined) broken.set(program.name, `${broken.get(program.name) ?? ''}${part}`)
    }
    if (broken.size === 0) throw new Error(stderr)
    return broken
  },
  command: program => `"$CARGO_TARGET_DIR/debug/${binary(program)}"`,
}

function rustup(): Readonly<Record<string, string>> {
  const { RUSTUP_HOME } = process.env
  return RUSTUP_HOME === undefined ? {} : { RUSTUP_HOME }
}

function binary({ name }: Program): string {
  return `sample_${name.replaceAll('-', '_')}`
}
