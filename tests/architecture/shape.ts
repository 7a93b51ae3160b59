import { type Import, list, modules, type Node, type Tree, type Violation } from './source.ts'
import { packageIndexes, resolve, workspaces } from './workspaces.ts'

const FLAGS = [
  'strict',
  'verbatimModuleSyntax',
  'erasableSyntaxOnly',
  'noUncheckedIndexedAccess',
  'exactOptionalPropertyTypes',
]

/** R7: no file reaches itself by its imports; types may be left out of the walk. */
export function checkCycles(tree: Tree, { types }: { readonly types: boolean }): Violation[] {
  return cycles(importGraph(tree, made => types || !made.typeOnly)).map(
    files => `${[...files, files[0]].join(' → ')} is a cycle${types ? ' of types' : ''} (R7)`,
  )
}

/** R7: only the file that a package offers may consist of what others export. */
export function checkBarrels(tree: Tree): Violation[] {
  const allowed = packageIndexes(workspaces(tree))
  return [...modules(tree)]
    .filter(([path, { program }]) => !allowed.has(path) && isBarrel(program))
    .map(([path]) => `${path} only passes on what other files export (R7)`)
}

/** R7: the compiler refuses what Node cannot run as it stands, and unchecked access. */
export function checkCompilerFlags(tree: Tree): Violation[] {
  const found: Violation[] = []
  for (const [path, text] of tree) {
    if (!/(?:^|\/)tsconfig\.json$/.test(path)) continue
    const options = (JSON.parse(text) as { compilerOptions?: Record<string, unknown> }).compilerOptions ?? {}
    for (const flag of FLAGS) {
      const isMissing = path === 'tsconfig.json' ? options[flag] !== true : options[flag] === false
      if (isMissing) found.push(`${path} does not switch ${flag} on (R7)`)
    }
  }
  return tree.has('tsconfig.json') ? found : [...found, 'tsconfig.json is missing (R7)']
}

type Graph = ReadonlyMap<string, readonly string[]>

function importGraph(tree: Tree, counts: (made: Import) => boolean): Graph {
  const known = workspaces(tree)
  const graph = new Map<string, string[]>()
  for (const [path, { imports }] of modules(tree)) {
    const targets = imports.filter(counts).flatMap(made => resolve(path, made, known)?.path ?? [])
    graph.set(path, [...new Set(targets.filter(target => tree.has(target)))])
  }
  return graph
}

/** One shortest cycle per knot, so that a message names files one can follow. */
function cycles(graph: Graph): string[][] {
  const found: string[][] = []
  const covered = new Set<string>()
  for (const start of [...graph.keys()].sort()) {
    if (covered.has(start)) continue
    const cycle = shortestWayBack(graph, start)
    if (!cycle) continue
    found.push(cycle)
    for (const file of cycle) covered.add(file)
  }
  return found
}

function shortestWayBack(graph: Graph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const next of graph.get(file) ?? []) {
      if (next === start) return wayTo(file, cameFrom, start)
      if (cameFrom.has(next)) continue
      cameFrom.set(next, file)
      queue.push(next)
    }
  }
  return undefined
}

function wayTo(file: string, cameFrom: ReadonlyMap<string, string>, start: string): string[] {
  const way = [file]
  for (let at = file; at !== start; ) {
    at = cameFrom.get(at) ?? start
    way.unshift(at)
  }
  return way
}

function isBarrel(program: Node): boolean {
  const statements = list(program.body)
  const isPassing = (node: Node): boolean =>
    node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && !node.declaration)
  return statements.some(isPassing) && statements.every(node => node.type === 'ImportDeclaration' || isPassing(node))
}
