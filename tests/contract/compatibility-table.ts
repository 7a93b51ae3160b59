import { readFileSync } from 'node:fs'
import { type Operation, operations } from '@parhelion/contract'
import { allowedDifferences } from './allowed-differences.ts'
import { compare } from './compare.ts'
import type { Facts } from './facts.ts'
import { ourFacts } from './planted-drifts.ts'

const BEGIN = '<!-- Written by `npm run compatibility` from the contract and the facts of the specification. -->'
const END = '<!-- End of what is written. -->'

/** What an operation does otherwise that no schema tells. */
export const notes: Readonly<Record<string, string>> = {
  CreateApp: '402 is never sent',
  UpdateApp: '`multiConvoEnabled` is not turned off again',
  DownloadMessageRef: 'no channel is connected: 400',
  PostConversionEvents: 'no channel is connected: 400',
  PostMessage: '`Idempotency-Key`; foreign media are not fetched',
  SyncUser: 'there is no directory: 404 `user_not_found`',
  DeleteUser: 'gone at once; `user:remove` follows',
  PassControl: 'what fails is refused with 400, and told as an event',
  OfferControl: 'what fails is refused with 400, and told as an event',
  AcceptControl: 'what fails is refused with 400, and told as an event',
  Authorize: 'asks for a key of the app: there is no sign-in',
}

/** The page with the table of all operations as it should be now. */
export function withTable(page: string): string {
  const [before, rest] = split(page, BEGIN)
  const [, after] = split(rest, END)
  return `${before}${BEGIN}\n\n${table()}\n${END}${after}`
}

function split(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark)
  if (at < 0) throw new Error(`The page does not have the line: ${mark}`)
  return [text.slice(0, at), text.slice(at + mark.length)]
}

function table(): string {
  const file = new URL('./official-17.12.1.json', import.meta.url)
  const official = JSON.parse(readFileSync(file, 'utf8')) as Facts
  const { differences, compared } = compare(ourFacts(), official)
  const reasons = new Reasons()
  const rows = (operations as readonly Operation[])
    .filter(({ id }) => compared.includes(id))
    .map(operation => {
      const own = differences.filter(one => one.startsWith(`${operation.id} `) || one.startsWith(`${operation.id}:`))
      return rowOf(operation, official, reasons.numbersOf(own))
    })
  const head = '| operation | called by | statuses beside those of the file | differs | note |\n|---|---|---|---|---|\n'
  return `${head}${rows.join('')}\nHow they differ:\n\n${reasons.list()}`
}

function rowOf({ id, method, path, access, status }: Operation, official: Facts, numbers: string): string {
  const theirs = Object.keys(official.operations[id]?.replies ?? {})
  const ours = Object.keys(ourFacts().operations[id]?.replies ?? {})
  const more = ours.filter(one => !theirs.includes(one) && one !== String(status))
  const fewer = theirs.filter(one => !ours.includes(one)).map(one => `without ${one}`)
  const callers = access.length === 0 ? 'anybody' : access.toSorted().join(', ')
  const cells = [`${id}<br>\`${method} ${path}\``, callers, [...more, ...fewer].join(' '), numbers, notes[id] ?? '']
  return `| ${cells.join(' | ')} |\n`
}

/** The reasons of differences, numbered as they come. */
class Reasons {
  readonly #seen: string[] = []

  numbersOf(differences: readonly string[]): string {
    const found = allowedDifferences.filter(({ covers }) => differences.some(one => covers.test(one)))
    const numbers = found.map(({ reason }) => this.#numberOf(reason)).toSorted((a, b) => a - b)
    return [...new Set(numbers)].join(', ')
  }

  #numberOf(reason: string): number {
    if (!this.#seen.includes(reason)) this.#seen.push(reason)
    return this.#seen.indexOf(reason) + 1
  }

  list(): string {
    return this.#seen.map((reason, index) => `${index + 1}. ${reason}\n`).join('')
  }
}
