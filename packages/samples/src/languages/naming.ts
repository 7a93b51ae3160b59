import { oncePerText } from '../request/once.ts'

/** How the words of a name are joined. */
export type Casing = 'snake' | 'camel' | 'pascal' | 'upper'

export interface NameRules {
  /** Words that are no names in this language, and names that its programs already use. In lower case where case folds. */
  readonly reserved: ReadonlySet<string>
  /** Whether `id` and `Id` are one name. */
  readonly foldsCase?: boolean
}

/** The names of one scope: none is given twice, none is reserved, and the same calls give the same names. */
export class Names {
  readonly #rules: NameRules
  readonly #taken: Set<string>

  /** @param taken names that something else has already */
  constructor(rules: NameRules, taken: readonly string[] = []) {
    this.#rules = rules
    this.#taken = new Set(rules.foldsCase ? taken.map(name => name.toLowerCase()) : taken)
  }

  /** A name for what lies at this path: `['key', 'displayName']` → `key_display_name`. Later calls never get it again. */
  take(path: readonly string[], casing: Casing): string {
    const wanted = identifier(path, casing)
    for (let count = 1; ; count++) {
      const name = count === 1 ? wanted : `${wanted}${casing === 'camel' || casing === 'pascal' ? '' : '_'}${count}`
      if (this.#isFree(name)) {
        this.#taken.add(this.#fold(name))
        return name
      }
    }
  }

  #isFree(name: string): boolean {
    const folded = this.#fold(name)
    return !this.#taken.has(folded) && !this.#rules.reserved.has(folded)
  }

  #fold(name: string): string {
    return this.#rules.foldsCase ? name.toLowerCase() : name
  }
}

/** The words of a path joined to a name of ASCII letters and digits that begins with a letter. */
export function identifier(path: readonly string[], casing: Casing): string {
  const isJoined = casing === 'snake' || casing === 'upper'
  let name = ''
  for (const part of path) {
    const { snake, pascal } = spellings(part)
    if (snake === '') continue
    if (name === '' && !/^[a-z]/.test(snake)) name = isJoined ? 'value' : 'Value'
    name += isJoined ? (name === '' ? snake : `_${snake}`) : pascal
  }
  if (name === '') name = isJoined ? 'value' : 'Value'
  if (casing === 'upper') return name.toUpperCase()
  return casing === 'camel' ? name.charAt(0).toLowerCase() + name.slice(1) : name
}

interface Spellings {
  /** `display_name`; `''` for what has no word. */
  readonly snake: string
  /** `DisplayName` */
  readonly pascal: string
}

const spellings = oncePerText((text): Spellings => {
  const words = splitWords(text)
  return { snake: words.join('_'), pascal: words.map(capital).join('') }
})

/** `displayName`, `display-name`, `HTTPStatus2` → lower-case words. Letters lose their accents; other scripts have none here. */
function splitWords(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .filter(word => word !== '')
    .map(word => word.toLowerCase())
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** A set from words in one string, as language references list them. */
export function wordSet(...lists: readonly string[]): ReadonlySet<string> {
  return new Set(lists.flatMap(list => list.split(/\s+/)).filter(word => word !== ''))
}
