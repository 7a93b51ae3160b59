import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { buildFiles } from './package/build.ts'

// Makes dist/, the part of the published package that is TypeScript here: Node runs no TypeScript inside node_modules.
// `npm pack` calls it.

const ROOT = join(import.meta.dirname, '..')
const DIST = join(ROOT, 'dist')

/** What is run by its path; everything else comes along because these import it. So no test and no tool does. */
const ENTRIES = [
  'apps/cli/src/main.ts',
  'apps/cli/src/serve/end-with-parent.ts',
  'apps/server/src/main.ts',
  'apps/server/src/maintain.ts',
  'apps/server/src/reference/write-document.ts',
]

/** What is read at run time. */
const ASSETS = ['apps/server/migrations', 'apps/server/src/hub/guides.css', 'apps/console/dist/current', 'docs/guides']

const manifest: { version: string; dependencies: Record<string, string> } = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
)
const files = buildFiles(ROOT, ENTRIES, new Set(Object.keys(manifest.dependencies)))

rmSync(DIST, { recursive: true, force: true })
for (const [path, code] of files) {
  mkdirSync(dirname(join(DIST, path)), { recursive: true })
  writeFileSync(join(DIST, path), code)
}
// The newest build of the pages is behind a link.
for (const path of ASSETS) cpSync(realpathSync(join(ROOT, path)), join(DIST, path), { recursive: true })
// Server and command read their version three and four folders above them, as in a checkout.
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ type: 'module', version: manifest.version })}\n`)
process.stderr.write(`dist/ holds ${files.size} files of code\n`)
