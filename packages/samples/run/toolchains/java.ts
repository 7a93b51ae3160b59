import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { bareEnvironment, shell } from '../shell.ts'
import type { Program, Toolchain } from '../toolchain.ts'

const JARS = ['core', 'databind', 'annotations'].map(part => `/usr/share/java/jackson-${part}.jar`)

/** All samples are compiled by one call: their classes have names of their own. */
export const java: Toolchain = {
  commands: ['javac', 'java'],
  files: JARS,
  async build(programs, _env, root) {
    await mkdir(join(root, 'classes'), { recursive: true })
    const line = `javac -encoding UTF-8 -d classes -cp ${JARS.join(':')} */*.java`
    const { code, stderr } = await shell(line, root, bareEnvironment(), 300_000)
    if (code === 0) return new Map()
    const broken = new Map<string, string>()
    for (const text of stderr.split('\n').filter(one => one.includes('error:'))) {
      const program = programs.find(({ name }) => text.startsWith(`${name}/`))
      if (program !== undefined) broken.set(program.name, `${broken.get(program.name) ?? ''}${text}\n`)
    }
    // What stands beside a broken class has not been compiled either.
    return new Map(programs.map(({ name }) => [name, broken.get(name) ?? 'another sample does not compile']))
  },
  command: (program, root) =>
    `java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp ${join(root, 'classes')}:${JARS.join(':')} ${className(program)}`,
}

function className({ sample }: Program): string {
  return sample.files[0]?.name.replace(/\.java$/, '') ?? ''
}
