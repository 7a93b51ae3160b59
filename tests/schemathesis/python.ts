import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')
/** Not kept by git, and made anew with the dependencies. */
const CACHE = join(import.meta.dirname, '..', '..', 'node_modules', '.cache')

/** The command of Schemathesis in the version that `requirements.txt` names; installed where it is not there yet. */
export async function schemathesis(): Promise<string> {
  const version = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12)
  const folder = join(CACHE, `schemathesis-${version}`)
  if (!existsSync(join(folder, 'installed'))) await install(folder)
  return join(folder, 'bin', 'schemathesis')
}

async function install(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await run('python3', ['-m', 'venv', folder]).catch(explain('python3 with its module venv', 'python3-venv'))
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', REQUIREMENTS]
  await run(join(folder, 'bin', 'python'), pip).catch(explain('what tests/schemathesis/requirements.txt names'))
  await writeFile(join(folder, 'installed'), '')
}

const explain = (what: string, packageName?: string) => (error: Error) => {
  const remedy = packageName === undefined ? '' : ` (apt-get install ${packageName})`
  throw new Error(`Schemathesis needs ${what}${remedy}: ${error.message}`)
}
