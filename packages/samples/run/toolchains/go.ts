import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bareEnvironment, shell } from '../shell.ts'
import type { Program, Toolchain } from '../toolchain.ts'

/** All samples are packages of one module and built by one call. */
export const go: Toolchain = {
  commands: ['go'],
  async prepare(cache) {
    return { ...bareEnvironment(), GOFLAGS: '-mod=mod', GOCACHE: join(cache, 'go-build'), GOTOOLCHAIN: 'local' }
  },
  async build(programs, env, root) {
    await writeFile(join(root, 'go.mod'), 'module samples\n\ngo 1.22\n')
    await mkdir(join(root, 'bin'), { recursive: true })
    // Each package says by itself whether it compiles; the linker's tables for debuggers are left out.
    const { code, stderr } = await shell("go vet ./... ; go build -ldflags='-s -w' -o bin/ ./...", root, env, 600_000)
    return code === 0 && stderr.trim() === '' ? new Map() : brokenPackages(programs, stderr)
  },
  command: ({ name }, root) => join(root, 'bin', name),
}

/** `# samples/NAME`, then the complaints about it. */
function brokenPackages(programs: readonly Program[], stderr: string): ReadonlyMap<string, string> {
  const broken = new Map<string, string>()
  for (const part of stderr.split(/^# /m).slice(1)) {
    const name = programs.find(
      program => part.includes(`samples/${program.name}\n`) || part.includes(`samples/${program.name}]`),
    )?.name
    if (name === undefined) throw new Error(part)
    broken.set(name, `${broken.get(name) ?? ''}${part}`)
  }
  if (broken.size === 0) throw new Error(stderr)
  return broken
}
