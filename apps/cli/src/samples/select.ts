import type { Item, Target } from '@parhelion/samples'
import { Refusal, UsageError } from '../failure.ts'

const SHOWN_MAX = 10

/** What is written when nobody says in which language. */
const DEFAULT_TARGET = 'python-requests'

/** The targets of these ids, which may stand in one option with commas between; `all` is every one. */
export function selectTargets(given: readonly string[] | undefined, targets: readonly Target[]): Target[] {
  const ids = idsOf(given)
  if (ids.includes('all')) return [...targets]
  return [...new Set(ids)].map(id => {
    const target = targets.find(one => one.id === id)
    if (target !== undefined) return target
    throw new UsageError(`There is no target "${id}"; known: ${listed(targets)}`)
  })
}

/** The same of those that write code for JSON documents; one that is named and writes none is refused. */
export function selectJsonTargets(given: readonly string[] | undefined, targets: readonly Target[]): Target[] {
  const able = targets.filter(({ json }) => json !== undefined)
  if (idsOf(given).includes('all')) return able
  const chosen = selectTargets(given, targets)
  const lacking = chosen.find(({ json }) => json === undefined)
  if (lacking === undefined) return chosen
  throw new UsageError(`${lacking.title} ("${lacking.id}") has no code for JSON documents; these have: ${listed(able)}`)
}

function idsOf(given: readonly string[] = [DEFAULT_TARGET]): string[] {
  return given.flatMap(list => list.split(',')).map(id => id.trim())
}

function listed(targets: readonly Target[]): string {
  return targets.map(({ id }) => id).join(', ')
}

/** The items that are meant: by folders and name, by the name alone, or by the id in the source. */
export function selectItems(wanted: string | undefined, items: readonly Item[]): Item[] {
  if (wanted === undefined) return [...items]
  const whole = wanted.replace(/^\/+|\/+$/g, '')
  const matches: ((item: Item) => boolean)[] = [
    ({ request }) => request.path.join('/') === whole,
    ({ request }) => request.id === wanted,
    ({ request }) => request.path.at(-1) === whole,
    ({ request }) => request.path.join('/').startsWith(`${whole}/`),
  ]
  for (const isMeant of matches) {
    const found = items.filter(isMeant)
    if (found.length > 0) return found
  }
  const names = items.slice(0, SHOWN_MAX).map(({ request }) => `"${request.path.join('/')}"`)
  const more = items.length > SHOWN_MAX ? `, and ${items.length - SHOWN_MAX} more` : ''
  throw new Refusal(`There is no item "${wanted}" among ${items.length}: ${names.join(', ')}${more}`)
}
