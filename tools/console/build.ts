import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'
import { referenceScript } from './reference-script.ts'

// Builds the pages of the console into a folder, as the server serves them: `build.ts FOLDER`. The launcher calls it.

const ROOT = join(import.meta.dirname, '..', '..')

/** What the build may hold. A file of another kind has to be thought of first, so it stops the build. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}
const PACKED_ALREADY = ['.png', '.woff2']
/** Smaller ones gain nothing by it. */
const PACKED_BYTES_MIN = 1024

/** Nearly the best that brotli can, in a tenth of the time. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }

/** Of what is larger, one packed form has to do: another one would be a fifth of the package. */
const BOTH_BYTES_MAX = 2_000_000

const packers = {
  br: (bytes: Buffer) => promisify(brotliCompress)(bytes, BROTLI),
  gzip: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
}

/** Says in its last line why it failed. */
async function main(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await build({
    configFile: join(ROOT, 'apps/console/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: false, license: { fileName: 'licenses.md' } },
  })
  const reference = await writeReference(folder)
  await writeFile(join(folder, 'files.json'), JSON.stringify({ files: await describeAll(folder), reference }))
}

/** @returns the path by which it is asked for */
async function writeReference(into: string): Promise<string> {
  const { code, license } = await referenceScript()
  const path = `/assets/reference-${hashOf(Buffer.from(code)).slice(0, 8)}.js`
  await writeFile(join(into, path), code)
  const licenses = join(into, 'licenses.md')
  await writeFile(licenses, `${await readFile(licenses, 'utf8')}\n## @scalar/api-reference\n\n${license}`)
  return path
}

async function describeAll(into: string): Promise<Record<string, unknown>> {
  const entries = await readdir(into, { recursive: true, withFileTypes: true })
  const names = entries
    .filter(entry => entry.isFile())
    .map(entry => relative(into, join(entry.parentPath, entry.name)))
    .filter(name => name !== 'index.html' && !name.startsWith('.vite'))
  const described = await Promise.all(
    names.map(async name => [`/${name.split(sep).join('/')}`, await describe(into, name)]),
  )
  return Object.fromEntries(described)
}

async function describe(into: string, name: string) {
  const extension = extname(name)
  const type = TYPES[extension]
  if (type === undefined) throw new Error(`${name} is of a kind that tools/console/build.ts does not know`)
  const bytes = await readFile(join(into, name))
  const described = { type, hash: hashOf(bytes), size: bytes.length }
  if (bytes.length < PACKED_BYTES_MIN || PACKED_ALREADY.includes(extension)) return described
  const kinds = bytes.length > BOTH_BYTES_MAX ? (['gzip'] as const) : (['br', 'gzip'] as const)
  const packed = await Promise.all(
    kinds.map(async kind => {
      const small = await packers[kind](bytes)
      await writeFile(join(into, `${name}.${kind}`), small)
      return [kind, small.length]
    }),
  )
  return { ...described, packed: Object.fromEntries(packed) }
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
}

/** The builder draws the place in the source with lines and colours; one line needs what is wrong, and where. */
function reasonOf(error: unknown): string {
  const text = stripVTControlCharacters(error instanceof Error ? error.message : String(error))
  const lines = text.split('\n').map(line => line.trim())
  const reason =
    lines.find(line => line !== '' && !/^Build failed with \d+ errors?:$/.test(line)) ?? 'it says no reason'
  const place = /\S+:\d+:\d+/.exec(text)?.[0]
  return place === undefined ? reason : `${reason} (${place})`
}

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('Say where to build: build.ts FOLDER')
try {
  await main(folder)
} catch (error) {
  process.stderr.write(`${reasonOf(error)}\n`)
  process.exitCode = 1
}
