import { builtinModules } from 'node:module'
import { type Import, isTest, modules, type Tree, type Violation } from './source.ts'
import { type Manifest, resolve, type Target, workspaceFolder, workspaces } from './workspaces.ts'

/** They run in a browser and stand alone: whoever speaks to Parhelion can use them without the rest. */
const PURE = ['packages/contract', 'packages/samples']

/** The command begins as the launcher does: in plain JavaScript, on whatever Node is there. Both are published. */
const LAUNCHER = { from: 'apps/cli/bin/', to: 'tools/launch/' }

const SERVER_DEPENDENCIES_MAX = 20

/** R6: packages know no app, apps know no other app. */
export function checkPackages(tree: Tree): Violation[] {
  const known = workspaces(tree)
  const found: Violation[] = []
  for (const [path, { imports }] of modules(tree)) {
    const from = workspaceFolder(path)
    if (from === undefined) continue
    for (const made of imports) {
      const fault = boundaryFault(path, from, resolve(path, made, known)) ?? pureFault(path, from, made)
      if (fault) found.push(`${path} imports ${made.specifier}: ${fault} (R6)`)
    }
  }
  return found
}

function boundaryFault(path: string, from: string, target: Target | undefined): string | undefined {
  const to = target && (target.workspace?.folder ?? workspaceFolder(target.path))
  if (!target || to === from) return undefined
  if (to === undefined) {
    const launches = path.startsWith(LAUNCHER.from) && target.path.startsWith(LAUNCHER.to)
    return launches ? undefined : `${from} reaches out of its folder`
  }
  if (to.startsWith('apps/')) {
    return from.startsWith('apps/') ? 'an app must not import another app' : 'a package must not import an app'
  }
  if (PURE.includes(from) && !isSupport(path, from)) return `${from} imports nothing of ours`
  return target.byName ? undefined : `a package is imported by its name, not by its path`
}

function pureFault(path: string, from: string, { specifier }: Import): string | undefined {
  if (!PURE.includes(from) || isSupport(path, from)) return undefined
  const isNode = specifier.startsWith('node:') || builtinModules.includes(specifier)
  return isNode ? `${from} runs in a browser, too` : undefined
}

/** Tests and what runs them are no part of what a browser gets. */
function isSupport(path: string, workspace: string): boolean {
  return isTest(path) || !path.startsWith(`${workspace}/src/`)
}

/** What is installed is what was tested, and the published package brings all that it runs on. */
export function checkDependencies(tree: Tree): Violation[] {
  const root = JSON.parse(tree.get('package.json') ?? '{}') as Manifest
  const known = workspaces(tree)
  const found: Violation[] = []
  for (const [path, manifest] of [
    ['package.json', root] as const,
    ...[...known.values()].map(workspace => [`${workspace.folder}/package.json`, workspace.manifest] as const),
  ]) {
    for (const [name, version] of allDependencies(manifest)) {
      if (!isExact(version)) found.push(`${path} asks for ${name} ${version}: versions are exact (dependencies)`)
    }
  }
  const server = [...known.values()].find(workspace => workspace.folder === 'apps/server')
  const direct = Object.keys(server?.manifest.dependencies ?? {}).filter(name => !known.has(name))
  if (direct.length > SERVER_DEPENDENCIES_MAX) {
    found.push(
      `apps/server has ${direct.length} runtime dependencies, at most ${SERVER_DEPENDENCIES_MAX} (dependencies)`,
    )
  }
  return [...found, ...publishedFaults(root, tree)]
}

/** The root is what `npm pack` publishes: it must name what server and command need, and nothing else. */
function publishedFaults(root: Manifest, tree: Tree): Violation[] {
  const found: Violation[] = []
  const needed = neededAtRuntime(tree)
  for (const [name, versions] of needed) {
    if (versions.size > 1) {
      found.push(`${name} is asked for in versions ${[...versions].join(' and ')} (dependencies)`)
      continue
    }
    const [version] = versions
    const listed = root.dependencies?.[name]
    if (listed !== version) {
      found.push(`package.json lists ${name} ${listed ?? 'not at all'}, its workspaces ${version} (dependencies)`)
    }
  }
  for (const name of Object.keys(root.dependencies ?? {})) {
    if (!needed.has(name)) found.push(`package.json lists ${name}, which no published workspace needs (dependencies)`)
  }
  return found
}

/** Package → versions, over server, command and every package of ours that they reach. */
function neededAtRuntime(tree: Tree): Map<string, Set<string>> {
  const known = workspaces(tree)
  const needed = new Map<string, Set<string>>()
  const open = [...known].filter(([, { folder }]) => ['apps/server', 'apps/cli'].includes(folder)).map(([name]) => name)
  const seen = new Set(open)
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const [dependency, version] of Object.entries(known.get(name)?.manifest.dependencies ?? {})) {
      if (!known.has(dependency)) needed.set(dependency, (needed.get(dependency) ?? new Set()).add(version))
      else if (!seen.has(dependency)) open.push(dependency)
      seen.add(dependency)
    }
  }
  return needed
}

function allDependencies(manifest: Manifest): [string, string][] {
  const { dependencies, devDependencies, optionalDependencies } = manifest
  return [dependencies, devDependencies, optionalDependencies].flatMap(group => Object.entries(group ?? {}))
}

function isExact(version: string): boolean {
  return /^(?:npm:@?[^@]+@)?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?$/.test(version)
}
