import { type Import, isTest, modules, type Tree, type Violation } from './source.ts'
import { packageName, resolve, workspaces } from './workspaces.ts'

const SERVER = 'apps/server/src/'
const SAMPLES = 'packages/samples/src/'

const BELOW_HTTP = ['lib', 'db', 'files', 'events', 'jobs', 'auth']
const EDGES = ['http', 'features', 'delivery', 'reference', 'hub']

/** Layer → the layers it may import, itself left out. A layer that is not here has no place in the server. */
const SERVER_LAYERS: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  config: ['lib'],
  db: ['lib'],
  files: ['lib'],
  backup: ['lib', 'db', 'files'],
  events: ['lib', 'db'],
  jobs: ['lib', 'db'],
  auth: ['lib', 'db', 'events', 'jobs'],
  http: BELOW_HTTP,
  features: [...BELOW_HTTP, 'http'],
  delivery: [...BELOW_HTTP, 'http'],
  reference: [...BELOW_HTTP, 'http'],
  hub: [...BELOW_HTTP, 'http'],
  app: [...BELOW_HTTP, ...EDGES, 'config'],
  start: [...BELOW_HTTP, ...EDGES, 'config', 'app'],
  main: [...BELOW_HTTP, ...EDGES, 'config', 'app', 'start'],
  maintain: [...BELOW_HTTP, ...EDGES, 'backup', 'config', 'app', 'start'],
  testing: [...BELOW_HTTP, ...EDGES, 'backup', 'config', 'app', 'start', 'main'],
}

const SAMPLES_ORDER = [
  'request',
  'reply',
  'languages',
  'writer',
  'targets/shared',
  'program',
  'families',
  'targets/<id>',
  'targets/index',
  'page',
  'index',
]

/** R1: imports on the server and in the samples engine point to the left. */
export function checkLayers(tree: Tree): Violation[] {
  const known = workspaces(tree)
  const found: Violation[] = []
  for (const [path, { imports }] of modules(tree)) {
    if (isTest(path)) continue
    const misplaced = misplacement(path)
    if (misplaced) found.push(`${path} ${misplaced} (R1)`)
    for (const made of imports) {
      const fault =
        packageFault(path, made) ?? layerFault(path, resolve(path, made, known)?.path) ?? samplesFault(path, made)
      if (fault) found.push(`${path} imports ${made.specifier}: ${fault} (R1)`)
    }
  }
  return found
}

/** The layer of a server file: the first folder, or the name of a file that lies beside the folders. */
export function layerOf(path: string): string | undefined {
  return path.startsWith(SERVER) ? path.slice(SERVER.length).replace(/(?:\/|\.).*$/, '') : undefined
}

function misplacement(path: string): string | undefined {
  const layer = layerOf(path)
  if (layer !== undefined && !(layer in SERVER_LAYERS)) return `lies in '${layer}', which is no layer of the server`
  const stage = stageOf(path)
  if (stage === undefined || stage === 'sources' || SAMPLES_ORDER.includes(stage)) return undefined
  return `lies in '${stage}', which is no part of the samples engine`
}

function layerFault(from: string, to: string | undefined): string | undefined {
  const importer = layerOf(from)
  const imported = to === undefined ? undefined : layerOf(to)
  if (importer === undefined || imported === undefined || importer === imported) return undefined
  if (imported === 'testing') return 'nothing but tests may import testing'
  if (imported === 'config' && !SERVER_LAYERS[importer]?.includes('config')) {
    return `${importer} gets values, not the configuration`
  }
  if (!SERVER_LAYERS[importer]?.includes(imported)) return `${importer} must not import ${imported}`
  const isBeside = ['delivery', 'reference', 'hub'].includes(importer)
  if (isBeside && imported === 'http' && !/\/routes[/.]/.test(from)) return `in ${importer} only the routes import http`
  return undefined
}

function packageFault(from: string, { specifier }: Import): string | undefined {
  const importer = layerOf(from)
  if (importer === undefined || importer === 'testing') return undefined
  const name = packageName(specifier)
  if (name === '@parhelion/testkit') return 'nothing but tests may import the testkit'
  if (name === '@parhelion/samples' && importer !== 'reference') return 'on the server only reference imports samples'
  return undefined
}

/**
 * `languages`, `targets/<id>`, `index` …; undefined outside the samples engine.
 * A file beside the folders of the targets is theirs together: it says what a target is.
 */
function stageOf(path: string): string | undefined {
  if (!path.startsWith(SAMPLES)) return undefined
  const [first = '', second, third] = path
    .slice(SAMPLES.length)
    .replace(/\.tsx?$/, '')
    .split('/')
  if (first !== 'targets') return first
  if (third !== undefined) return 'targets/<id>'
  return second === 'index' ? 'targets/index' : 'targets/shared'
}

function samplesFault(from: string, made: Import): string | undefined {
  const to = resolve(from, made, new Map())?.path
  const importer = stageOf(from)
  const imported = to === undefined ? undefined : stageOf(to)
  if (to === undefined || importer === undefined || imported === undefined) return undefined
  if (imported === 'targets/<id>' && targetOf(from) !== targetOf(to) && importer !== 'targets/index') {
    return 'only targets/index.ts imports a target'
  }
  if (imported === 'sources' && !['sources', 'index'].includes(importer)) {
    return 'only index.ts knows the readers of input formats'
  }
  if (importer === 'sources') {
    return ['sources', 'request', 'reply'].includes(imported) ? undefined : `sources must not import ${imported}`
  }
  const isLeftwards = SAMPLES_ORDER.indexOf(imported) <= SAMPLES_ORDER.indexOf(importer)
  return isLeftwards ? undefined : `${importer} must not import ${imported}`
}

function targetOf(path: string): string | undefined {
  return path.slice(SAMPLES.length).split('/')[1]
}
