import { cp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareEnvironment, shell } from '../shell.ts'
import type { Program, Toolchain } from '../toolchain.ts'
import { cached, here } from './cache.ts'

/** The Node that runs this, so that a sample's `node` is a current one. */
const FIRST = [dirname(process.execPath)]

export const node: Toolchain = {
  commands: ['npm'],
  async prepare() {
    return bareEnvironment(FIRST)
  },
}

/** With the packages of `node/package-lock.json` beside the samples. */
export const nodeWithPackages: Toolchain = {
  commands: ['npm'],
  async prepare(cache) {
    const pins = ['package.json', 'package-lock.json'].map(name => here(`node/${name}`))
    const folder = await cached(cache, 'node', pins, [
      `cp ${pins.join(' ')} .`,
      'npm ci --silent --ignore-scripts --no-audit --no-fund',
    ])
    return { ...bareEnvironment(FIRST), SAMPLE_MODULES: join(folder, 'node_modules') }
  },
  async build(_programs, env, root) {
    await cp(env.SAMPLE_MODULES ?? '', join(root, 'node_modules'), { recursive: true })
    return new Map()
  },
}

/** Checked by the compiler before Node runs them. */
export const typescript: Toolchain = {
  commands: ['npm'],
  async prepare() {
    return bareEnvironment(FIRST)
  },
  build: compile,
}

async function compile(programs: readonly Program[], env: Readonly<Record<string, string>>, root: string) {
  const repository = fileURLToPath(new URL('../../../../', import.meta.url))
  const options = [
    '--noEmit --strict --noUncheckedIndexedAccess --erasableSyntaxOnly --target esnext --lib esnext',
    '--module nodenext --moduleDetection force --types node --typeRoots',
    join(repository, 'node_modules/@types'),
  ].join(' ')
  const files = programs.map(({ folder, sample }) => join(folder, sample.files[0]?.name ?? '')).join(' ')
  const tsc = join(repository, 'node_modules/.bin/tsc')
  const { stdout } = await shell(`${tsc} ${options} ${files}`, root, env, 300_000)
  const broken = new Map<string, string>()
  for (const line of stdout.split('\n').filter(text => text.includes('error TS'))) {
    const program = programs.find(({ folder }) => line.includes(`${folder.split('/').at(-1)}/`))
    if (program === undefined) throw new Error(line)
    broken.set(program.name, `${broken.get(program.name) ?? ''}${line}\n`)
  }
  return broken
}
