import { readFileSync } from 'node:fs'
import { builtinModules, stripTypeScriptTypes } from 'node:module'
import { join, posix } from 'node:path'
import { parseAst } from 'vitest/node'

interface Literal {
  readonly value: string
  readonly start: number
  readonly end: number
}

interface Node {
  readonly type: string
  readonly [field: string]: unknown
}

/**
 * Code that runs without TypeScript and without workspaces: the entries and all they import, types replaced by blanks
 * so that lines and columns stay, imports of ours made relative and of the built names.
 * @param entries paths below the root
 * @param dependencies packages that are installed with the published one
 * @returns code by path below the root, `.ts` having become `.js`
 * @throws Error when something would be missing where it is installed
 */
export function buildFiles(
  root: string,
  entries: readonly string[],
  dependencies: ReadonlySet<string>,
): Map<string, string> {
  const built = new Map<string, string>()
  const open = [...entries]
  const seen = new Set(open)
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const { code, imports } = buildFile(root, path, dependencies)
    built.set(builtName(path), code)
    for (const next of imports) {
      if (!seen.has(next)) open.push(next)
      seen.add(next)
    }
  }
  return built
}

function buildFile(root: string, path: string, dependencies: ReadonlySet<string>) {
  const source = readFileSync(join(root, path), 'utf8')
  const script = path.endsWith('.ts') ? stripTypeScriptTypes(source) : source
  const { sources, others } = literalsOf(parseAst(script, { lang: 'js' }, path) as unknown as Node)
  const imports: string[] = []
  let code = script
  // From the end, so that the places before it stay right.
  for (const { value, start, end } of sources.toSorted((one, other) => other.start - one.start)) {
    const target = targetOf(root, path, value)
    if (target === undefined) requireInstalled(path, value, dependencies)
    else {
      imports.push(target)
      code = `${code.slice(0, start)}'${relativeTo(path, builtName(target))}'${code.slice(end)}`
    }
  }
  for (const { value } of others) {
    if (/\.ts$/.test(value)) throw new Error(`${path} names ${value}, which is called otherwise in the package`)
  }
  return { code, imports }
}

/** The file of ours that an import leads to. */
function targetOf(root: string, from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  const name = /^@parhelion\/([^/]+)$/.exec(specifier)?.[1]
  if (name === undefined) return undefined
  const folder = `packages/${name}`
  const { exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return posix.join(folder, exports['.'])
}

function requireInstalled(path: string, specifier: string, dependencies: ReadonlySet<string>): void {
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) return
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
  if (!dependencies.has(name)) throw new Error(`${path} imports ${specifier}, which the package does not depend on`)
}

function literalsOf(program: Node): { sources: Literal[]; others: Literal[] } {
  const sources: Literal[] = []
  const others: Literal[] = []
  const visit = (node: Node, parent?: Node, field?: string): void => {
    const literal = asLiteral(node)
    if (literal !== undefined) (parent !== undefined && isSource(parent, field) ? sources : others).push(literal)
    for (const [name, value] of Object.entries(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, node, name)
    }
  }
  visit(program)
  return { sources, others }
}

function isSource(parent: Node, field: string | undefined): boolean {
  return field === 'source' && /^(Import|Export(Named|All))(Declaration|Expression)$/.test(parent.type)
}

function asLiteral({ type, value, start, end }: Node): Literal | undefined {
  if (type !== 'Literal' || typeof value !== 'string') return undefined
  return { value, start: Number(start), end: Number(end) }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function builtName(path: string): string {
  return path.replace(/\.ts$/, '.js')
}

function relativeTo(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to)
  return path.startsWith('.') ? path : `./${path}`
}
