import { layerOf } from './layers.ts'
import { type Import, isTest, modules, type Tree, type Violation } from './source.ts'
import { packageName, resolve, type Workspace, workspaces } from './workspaces.ts'

const FEATURES = 'apps/server/src/features/'

interface Role {
  /** Files of the same noun. */
  readonly own: readonly string[]
  /** Files of other nouns, for their types. */
  readonly types: readonly string[]
  /** Shared layers of the server. */
  readonly layers: readonly string[]
  readonly contract: 'all' | 'types' | 'nothing'
}

/** What each file of a feature may import. A role may be a folder of the same name once one file is not enough. */
const ROLES: Readonly<Record<string, Role>> = {
  routes: { own: ['service', 'present'], types: ['service', 'present'], layers: ['http'], contract: 'all' },
  present: { own: ['model'], types: ['model', 'present'], layers: [], contract: 'types' },
  service: {
    own: ['store', 'model', 'present', 'append', 'content'],
    types: ['service', 'store', 'model', 'present'],
    layers: ['db', 'files', 'events', 'jobs', 'auth', 'lib'],
    contract: 'all',
  },
  model: { own: [], types: ['model'], layers: ['lib'], contract: 'nothing' },
  store: { own: ['model'], types: ['model'], layers: ['db', 'lib'], contract: 'nothing' },
  // One statement writes conversation, message and event: it needs the envelope of events beside what a store needs.
  append: { own: ['model', 'store'], types: ['model', 'store'], layers: ['db', 'lib', 'events'], contract: 'types' },
  // What a message may say: rules without a database, many enough to be a folder.
  content: { own: [], types: [], layers: ['lib'], contract: 'all' },
}

/** Roles that exist for one noun only. */
const ONLY_IN: Readonly<Record<string, string>> = { append: 'messages', content: 'messages' }

interface FeatureFile {
  readonly noun: string
  readonly role: string
}

/** R2 and R3: inside a feature routes → service → store; between features types and presenters. */
export function checkFeatures(tree: Tree): Violation[] {
  const known = workspaces(tree)
  const found: Violation[] = []
  for (const [path, { imports }] of modules(tree)) {
    if (!path.startsWith(FEATURES) || isTest(path)) continue
    const file = featureFile(path)
    const role = ROLES[file.role]
    if (!role || (ONLY_IN[file.role] ?? file.noun) !== file.noun) {
      found.push(`${path} is none of ${Object.keys(ROLES).join(', ')} of a noun (R2)`)
      continue
    }
    for (const made of imports) {
      const fault = importFault(path, file, role, made, known)
      if (fault) found.push(`${path} imports ${made.specifier}: ${fault}`)
    }
  }
  return found
}

function importFault(
  path: string,
  file: FeatureFile,
  role: Role,
  made: Import,
  known: ReadonlyMap<string, Workspace>,
): string | undefined {
  const name = packageName(made.specifier)
  if (name === 'fastify' || name.startsWith('@fastify/')) return `${file.role} must not know the web framework (R2)`
  if (name === '@parhelion/contract') return contractFault(file, role, made)
  const target = resolve(path, made, known)?.path
  if (target === undefined) return undefined
  if (target.startsWith(FEATURES)) {
    const other = featureFile(target)
    return other.noun === file.noun ? ownFault(file, role, other) : foreignFault(file, role, other, made)
  }
  const layer = layerOf(target)
  // Layers that no feature may import at all are the business of R1.
  const isShared = layer !== undefined && ['lib', 'db', 'files', 'events', 'jobs', 'auth', 'http'].includes(layer)
  return isShared && !role.layers.includes(layer) ? `${file.role} must not import ${layer} (R2)` : undefined
}

function contractFault(file: FeatureFile, role: Role, made: Import): string | undefined {
  if (role.contract === 'all' || (role.contract === 'types' && made.typeOnly)) return undefined
  return role.contract === 'types'
    ? `${file.role} may import types of the contract only (R2)`
    : `${file.role} must not import the contract (R2)`
}

function ownFault(file: FeatureFile, role: Role, other: FeatureFile): string | undefined {
  if (other.role === file.role || role.own.includes(other.role)) return undefined
  return `${file.role} must not import ${other.role} (R2)`
}

function foreignFault(file: FeatureFile, role: Role, other: FeatureFile, made: Import): string | undefined {
  const isPresenter = other.role === 'present' && ['service', 'present'].includes(file.role)
  if (isPresenter) return undefined
  if (!made.typeOnly) return `a feature takes types and presenters from ${other.noun}, all else by its constructor (R3)`
  return role.types.includes(other.role) ? undefined : `${file.role} must not import ${other.role} (R2)`
}

function featureFile(path: string): FeatureFile {
  const [noun = '', file = ''] = path.slice(FEATURES.length).split('/')
  return { noun, role: file.replace(/\.tsx?$/, '') }
}
