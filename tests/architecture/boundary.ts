import { layerOf } from './layers.ts'
import { type Import, isTest, list, modules, type Node, nameOf, type Tree, type Violation, walk } from './source.ts'
import { packageName } from './workspaces.ts'

const CONFIG = 'apps/server/src/config.ts'

/** Jobs that exist to fetch something from outside, such as a medium that a channel points to. */
const OUTWARD_JOBS: readonly string[] = []

const CLIENT_PACKAGES = new Set(['undici', 'axios', 'got', 'node-fetch', 'ky', 'ws'])
const GLOBAL_CLIENTS = new Set(['fetch', 'WebSocket', 'EventSource'])

/** Node modules that open connections, with the names that do not: they listen, or only judge text. */
const SOCKET_MODULES: Readonly<Record<string, readonly string[]>> = {
  http: ['createServer', 'Server', 'IncomingMessage', 'ServerResponse', 'STATUS_CODES', 'METHODS'],
  https: ['createServer', 'Server'],
  http2: ['createServer', 'createSecureServer', 'constants'],
  net: ['createServer', 'Server', 'isIP', 'isIPv4', 'isIPv6', 'BlockList', 'SocketAddress'],
  tls: ['createServer', 'Server', 'rootCertificates'],
  dgram: [],
}

/** R5: the environment has one reader, and connections to the outside one place. */
export function checkBoundary(tree: Tree): Violation[] {
  const found: Violation[] = []
  for (const [path, { imports, program }] of modules(tree)) {
    const layer = layerOf(path)
    if (layer === undefined || layer === 'testing' || isTest(path)) continue
    if (path !== CONFIG && readsEnvironment(program, imports)) {
      found.push(`${path} reads process.env: only config.ts does (R5)`)
    }
    if (layer === 'delivery' || OUTWARD_JOBS.includes(path)) continue
    for (const made of imports) {
      if (isClient(made, layer)) found.push(`${path} imports ${made.specifier}: it may open no outward connection (R5)`)
    }
    for (const name of globalClients(program)) {
      found.push(`${path} uses the global ${name}: it may open no outward connection (R5)`)
    }
  }
  return found
}

function isClient({ specifier, typeOnly, names }: Import, layer: string): boolean {
  if (typeOnly) return false
  if (CLIENT_PACKAGES.has(packageName(specifier))) return true
  const name = specifier.replace(/^node:/, '')
  const harmless = SOCKET_MODULES[name]
  if (!harmless) return false
  // The lock of the data folder and the wait for the embedded database go through local sockets.
  if (name === 'net' && layer === 'db') return false
  return names.length === 0 || names.some(imported => !harmless.includes(imported))
}

function readsEnvironment(program: Node, imports: readonly Import[]): boolean {
  const fromModule = imports.some(
    ({ specifier, names }) => /^(?:node:)?process$/.test(specifier) && names.includes('env'),
  )
  const aliases = new Set(['process', ...processAliases(program)])
  let found = fromModule
  walk(program, node => {
    if (node.type === 'MemberExpression' && nameOf(node.property) === 'env' && isProcess(node.object, aliases)) {
      found = true
    }
    if (node.type === 'VariableDeclarator' && isProcess(node.init, aliases)) {
      const pattern = (node.id as Node).properties
      if (list(pattern).some(property => nameOf(property.key) === 'env')) found = true
    }
  })
  return found
}

function processAliases(program: Node): string[] {
  const imported = list(program.body).filter(
    node => node.type === 'ImportDeclaration' && /^(?:node:)?process$/.test(nameOf(node.source) ?? ''),
  )
  return imported.flatMap(node => list(node.specifiers)).flatMap(specifier => nameOf(specifier.local) ?? [])
}

function isProcess(value: unknown, aliases: ReadonlySet<string>): boolean {
  const name = nameOf(value)
  if (name !== undefined) return aliases.has(name)
  const node = value as Node | null | undefined
  return node?.type === 'MemberExpression' && nameOf(node.property) === 'process'
}

/** Names of `fetch` and its like that stand for a value and that the file does not declare itself. */
function globalClients(program: Node): Set<string> {
  const direct = new Set<string>()
  const used = new Set<string>()
  const declared = new Set<string>()
  walk(program, (node, parent, field) => {
    if (node.type === 'MemberExpression' && nameOf(node.object) === 'globalThis') {
      direct.add(nameOf(node.property) ?? '')
    }
    for (const name of node.type === 'ObjectPattern' ? destructured(node) : []) declared.add(name)
    if (node.type !== 'Identifier' || !parent || field === undefined) return
    if (isDeclaration(parent, field)) declared.add(nameOf(node) ?? '')
    else if (isValue(parent, field)) used.add(nameOf(node) ?? '')
  })
  return direct.union(used.difference(declared)).intersection(GLOBAL_CLIENTS)
}

function destructured(pattern: Node): string[] {
  return list(pattern.properties).flatMap(({ value }) => {
    const bound = value as Node
    return nameOf(bound?.type === 'AssignmentPattern' ? bound.left : bound) ?? []
  })
}

function isDeclaration(parent: Node, field: string): boolean {
  return field === 'params' || field === 'local' || (field === 'id' && !parent.type.startsWith('TS'))
}

function isValue(parent: Node, field: string): boolean {
  if (parent.type.startsWith('TS')) return field === 'expression' && parent.type.endsWith('Expression')
  if (field === 'property' || field === 'key') return parent.computed === true
  return !['label', 'imported', 'exported'].includes(field)
}
