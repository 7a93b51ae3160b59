import { rust } from '../../languages/rust.ts'
import { titleOf } from '../../program/plan.ts'
import { block, type Code, fileText } from '../../writer/lines.ts'
import type { SampleFile } from '../target.ts'
import { type RustProgram, TAB } from './program.ts'

/** The program with these types and these lines, and its manifest; `client` are the dependencies that stand first there. */
export function project(program: RustProgram, types: Code, main: Code, client: readonly string[] = []): SampleFile[] {
  const text = fileText(
    rust.comment(titleOf(program.plan)),
    '#![recursion_limit = "512"]',
    program.imports.map(path => `use ${path};`),
    '',
    types,
    block(TAB, 'fn main() {', main, '}'),
    program.functions.map(code => ['', code]),
  )
  return [
    { name: 'src/main.rs', text },
    { name: 'Cargo.toml', text: manifest(program.plan.options.name, program.crates, client) },
  ]
}

const VERSIONS: Readonly<Record<string, string>> = {
  base64: '"0.22"',
  hmac: '"0.12"',
  serde: '{ version = "1", features = ["derive"] }',
  serde_json: '{ version = "1", features = ["raw_value"] }',
  sha2: '"0.10"',
}

function manifest(name: string, crates: ReadonlySet<string>, client: readonly string[]): string {
  const others = [...crates].sort().map(crate => `${crate} = ${VERSIONS[crate]}`)
  return fileText(
    ['[package]', `name = "${name}"`, 'version = "0.1.0"', 'edition = "2021"', ''],
    ['[dependencies]', client, others],
  )
}
