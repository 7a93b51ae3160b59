import { parseAst } from 'vitest/node'

/** Path from the root of the repository, with slashes, to the text of the file. */
export type Tree = ReadonlyMap<string, string>

/** What is wrong and where, with the rule in brackets. */
export type Violation = string

export interface Import {
  readonly specifier: string
  /** The statement leaves nothing behind at run time. `import { type A }` does: it still loads the module. */
  readonly typeOnly: boolean
  /** Names used as values; `*` for everything, `default` for the default export. */
  readonly names: readonly string[]
}

export interface Node {
  readonly type: string
  readonly [field: string]: unknown
}

export interface Module {
  readonly program: Node
  readonly imports: readonly Import[]
}

const LANGUAGES: Readonly<Record<string, 'ts' | 'tsx' | 'js' | 'jsx'>> = {
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  tsx: 'tsx',
  js: 'js',
  mjs: 'js',
  cjs: 'js',
  jsx: 'jsx',
}

const parsed = new WeakMap<Tree, ReadonlyMap<string, Module>>()

/** Every code file of the tree, parsed once per tree. */
export function modules(tree: Tree): ReadonlyMap<string, Module> {
  const known = parsed.get(tree)
  if (known) return known
  const result = new Map<string, Module>()
  for (const [path, text] of tree) {
    if (isCode(path)) result.set(path, parseModule(text, path))
  }
  parsed.set(tree, result)
  return result
}

/** Parses with the parser the test runner brings along, so that no comment or string is taken for code. */
export function parseModule(text: string, path: string): Module {
  const lang = LANGUAGES[extension(path)] ?? 'ts'
  const script = text.startsWith('#!') ? `//${text}` : text
  let program: Node
  try {
    program = asNode(parseAst(script, { lang }, path))
  } catch (cause) {
    throw new Error(`${path} cannot be parsed`, { cause })
  }
  const imports: Import[] = []
  walk(program, node => {
    const found = importOf(node)
    if (found) imports.push(found)
  })
  return { program, imports }
}

/** Calls `visit` for the node and everything below it, parents first. */
export function walk(node: Node, visit: (node: Node, parent?: Node, field?: string) => void): void {
  const step = (current: Node, parent?: Node, field?: string): void => {
    visit(current, parent, field)
    for (const [name, value] of Object.entries(current)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        if (isNode(child)) step(child, current, name)
      }
    }
  }
  step(node)
}

export function isCode(path: string): boolean {
  return extension(path) in LANGUAGES && !path.endsWith('.d.ts')
}

export function isTest(path: string): boolean {
  return /\.test\.[cm]?[jt]sx?$/.test(path)
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The text of a string literal, or of a template without holes. */
export function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value
  if (value.type === 'TSLiteralType') return literal(value.literal)
  return value.type === 'TemplateLiteral' && list(value.expressions).length === 0 ? template(value, '') : undefined
}

/** The text of a template with `hole` where an expression stands. */
export function template(node: Node, hole: string): string {
  return list(node.quasis)
    .map(quasi => (quasi.value as { readonly cooked: string | null }).cooked ?? '')
    .join(hole)
}

/** The name of an identifier, or the text of a string in its place. */
export function nameOf(value: unknown): string | undefined {
  if (isNode(value) && value.type === 'Identifier' && typeof value.name === 'string') return value.name
  return literal(value)
}

export function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function importOf(node: Node): Import | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return made(node.source, node.importKind === 'type', list(node.specifiers).flatMap(importedName))
    case 'ExportNamedDeclaration':
      return made(node.source, node.exportKind === 'type', list(node.specifiers).flatMap(reexportedName))
    case 'ExportAllDeclaration':
      return made(node.source, node.exportKind === 'type', ['*'])
    case 'ImportExpression':
      return made(node.source, false, ['*'])
    case 'TSImportType':
      return made(node.source ?? node.argument, true, [])
    case 'TSExternalModuleReference':
      return made(node.expression, false, ['*'])
    case 'CallExpression':
      return nameOf(node.callee) === 'require' ? made(list(node.arguments)[0], false, ['*']) : undefined
    default:
      return undefined
  }
}

function made(source: unknown, typeOnly: boolean, names: readonly string[]): Import | undefined {
  const specifier = literal(source)
  return specifier === undefined ? undefined : { specifier, typeOnly, names: typeOnly ? [] : names }
}

function importedName(specifier: Node): string[] {
  if (specifier.importKind === 'type') return []
  if (specifier.type === 'ImportDefaultSpecifier') return ['default']
  if (specifier.type === 'ImportNamespaceSpecifier') return ['*']
  return [nameOf(specifier.imported) ?? '*']
}

function reexportedName(specifier: Node): string[] {
  return specifier.exportKind === 'type' ? [] : [nameOf(specifier.local) ?? '*']
}

function asNode(value: unknown): Node {
  if (!isNode(value)) throw new TypeError('The parser answered with something that is no syntax tree')
  return value
}

function extension(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
