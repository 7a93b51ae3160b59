import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { shell } from '../shell.ts'
import type { Program, Toolchain } from '../toolchain.ts'

/**
 * All samples are one program: each lies in a namespace of its own, behind the headers of all, so that the templates of
 * the library for JSON are compiled once. Its argument says which of them runs.
 */
export const cpp: Toolchain = {
  commands: ['g++'],
  files: ['/usr/include/nlohmann/json.hpp', '/usr/include/openssl/hmac.h', '/usr/include/x86_64-linux-gnu/curl/curl.h'],
  async build(programs, env, root) {
    await writeFile(join(root, 'all.cpp'), await together(programs))
    const { code, stderr } = await shell('g++ -std=c++17 all.cpp -o all -lcurl -lcrypto', root, env, 600_000)
    if (code === 0) return new Map()
    return new Map(programs.map(({ name }) => [name, complaints(name, stderr)]))
  },
  command: ({ name }, root) => `${join(root, 'all')} ${name}`,
}

async function together(programs: readonly Program[]): Promise<string> {
  const headers = new Set<string>()
  for (const { folder, sample } of programs) {
    const text = await readFile(join(folder, sample.files[0]?.name ?? ''), 'utf8')
    for (const line of text.match(/^#include <.*>$/gm) ?? []) headers.add(line)
  }
  const parts = programs.map(
    ({ name, sample }) => `namespace ${space(name)} {\n#include "${name}/${sample.files[0]?.name}"\n}`,
  )
  const branches = programs.map(({ name }) => `    if (name == "${name}") return ${space(name)}::main();`)
  const main = [
    'int main(int, char** arguments) {',
    '    const std::string name = arguments[1];',
    ...branches,
    '    return 2;',
    '}',
  ]
  return `${[...headers, ...parts, ...main].join('\n')}\n`
}

function space(name: string): string {
  return `case_${name.replaceAll('-', '_')}`
}

function complaints(name: string, stderr: string): string {
  const own = stderr.split('\n').filter(line => line.includes(`${name}/`))
  return own.length > 0 ? own.join('\n') : 'another program of the same build is broken'
}
