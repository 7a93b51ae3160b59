import { posix } from 'node:path'
import type { Import, Tree } from './source.ts'

export interface Manifest {
  readonly name?: string
  readonly exports?: unknown
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export interface Workspace {
  /** `packages/contract` */
  readonly folder: string
  readonly manifest: Manifest
}

/** What an import points at, as far as it is ours. */
export interface Target {
  /** The file, or the folder when the package's exports do not name one. */
  readonly path: string
  readonly workspace: Workspace | undefined
  readonly byName: boolean
}

/** The `package.json` of every app and package, by the package's name. */
export function workspaces(tree: Tree): ReadonlyMap<string, Workspace> {
  const found = new Map<string, Workspace>()
  for (const [path, text] of tree) {
    const folder = /^((?:apps|packages)\/[^/]+)\/package\.json$/.exec(path)?.[1]
    if (folder === undefined) continue
    const manifest = JSON.parse(text) as Manifest
    found.set(manifest.name ?? folder, { folder, manifest })
  }
  return found
}

/** The app or package a file lies in, by its folder: it counts before it has a `package.json`. */
export function workspaceFolder(path: string): string | undefined {
  return /^((?:apps|packages)\/[^/]+)\//.exec(path)?.[1]
}

/** Where an import leads; undefined for anything from outside the repository. */
export function resolve(
  from: string,
  { specifier }: Import,
  known: ReadonlyMap<string, Workspace>,
): Target | undefined {
  if (specifier.startsWith('.')) {
    const path = posix.join(posix.dirname(from), specifier)
    const folder = workspaceFolder(path)
    return { path, workspace: [...known.values()].find(workspace => workspace.folder === folder), byName: false }
  }
  const name = packageName(specifier)
  const workspace = known.get(name)
  if (!workspace) return undefined
  const file = exportedFile(workspace.manifest.exports, `.${specifier.slice(name.length)}`)
  return { path: file ? posix.join(workspace.folder, file) : workspace.folder, workspace, byName: true }
}

/** `@parhelion/contract/kit` → `@parhelion/contract` */
export function packageName(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** The `index.ts` that packages offer by name: there they gather what their files export. */
export function packageIndexes(known: ReadonlyMap<string, Workspace>): ReadonlySet<string> {
  const files = new Set<string>()
  for (const { folder, manifest } of known.values()) {
    const offered = typeof manifest.exports === 'object' ? Object.keys(manifest.exports ?? {}) : ['.']
    for (const subpath of offered) {
      const file = exportedFile(manifest.exports, subpath)
      if (file?.endsWith('/index.ts')) files.add(posix.join(folder, file))
    }
  }
  return files
}

function exportedFile(exports: unknown, subpath: string): string | undefined {
  if (typeof exports === 'string') return subpath === '.' ? exports : undefined
  if (typeof exports !== 'object' || exports === null) return undefined
  const entry = (exports as Readonly<Record<string, unknown>>)[subpath]
  if (typeof entry !== 'object' || entry === null) return typeof entry === 'string' ? entry : undefined
  return 'default' in entry && typeof entry.default === 'string' ? entry.default : undefined
}
