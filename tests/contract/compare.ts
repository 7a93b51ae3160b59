import type { Facts } from './facts.ts'
import { type Place, placesOf, placesOfCall } from './places.ts'

export interface Comparison {
  /** `CreateApp body.displayName: maxLength 100 ≠ none`: what ours says, then what theirs says. */
  readonly differences: readonly string[]
  /** Operations that both have. */
  readonly compared: readonly string[]
  /** Operations of theirs that we do not have. */
  readonly lacking: readonly string[]
}

/** Holds our facts against theirs. Operations of our own have to be marked as such. */
export function compare(ours: Facts, theirs: Facts): Comparison {
  const compared: string[] = []
  const differences: string[] = []
  for (const [id, operation] of Object.entries(ours.operations)) {
    const counterpart = theirs.operations[id]
    if (counterpart === undefined) {
      if (operation.extension !== true) differences.push(`${id}: not in the file, and not marked as an extension`)
      continue
    }
    compared.push(id)
    if (operation.extension === true) differences.push(`${id}: marked as an extension, but in the file`)
    differences.push(...comparePlaces(id, placesOf(ours, operation), placesOf(theirs, counterpart)))
  }
  for (const [id, content] of Object.entries(theirs.calls)) {
    const own = ours.calls[id]
    if (own === undefined) differences.push(`${id}: missing`)
    else differences.push(...comparePlaces(id, placesOfCall(ours, own), placesOfCall(theirs, content)))
  }
  return { differences, compared, lacking: Object.keys(theirs.operations).filter(id => !(id in ours.operations)) }
}

type Places = ReadonlyMap<string, Place>

function comparePlaces(id: string, ours: Places, theirs: Places): string[] {
  return [...new Set([...ours.keys(), ...theirs.keys()])].flatMap(place => {
    const own = ours.get(place)
    const other = theirs.get(place)
    const at = place === '' ? id : `${id} ${place}`
    if (own !== undefined && other !== undefined) return compareFacts(at, own.facts, other.facts)
    // What stands inside a place that is missing is missing with it.
    if (own === undefined) return ours.has(other?.parent ?? '') ? [`${at}: missing`] : []
    return theirs.has(own.parent ?? '') ? [`${at}: not in the file`] : []
  })
}

function compareFacts(at: string, ours: Place['facts'], theirs: Place['facts']): string[] {
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .filter(fact => ours[fact] !== theirs[fact])
    .map(fact => `${at}: ${fact} ${ours[fact] ?? 'none'} ≠ ${theirs[fact] ?? 'none'}`)
}
