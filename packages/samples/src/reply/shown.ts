import type { JsonTemplate } from '../request/json.ts'
import { fixedText } from '../request/template.ts'
import type { NamedValue, ReadItem } from './reading.ts'

/** What a program prints of an answer: `label = value`, one line each. */
export interface ShownValue {
  /** Such as `users[0].name`; `reply` for a document that is no object. */
  readonly label: string
  readonly value: JsonTemplate
  /** It is printed as JSON, because it is of several kinds or its names are data. */
  readonly isJson: boolean
}

/** The values that every program prints of such a document, in the document's order. Secrets and what is absent are left out. */
export function shownValues(values: readonly NamedValue[], document: JsonTemplate, label = ''): ShownValue[] {
  return values.flatMap(({ path, value, secret }) => {
    const at = path.reduce<JsonTemplate | undefined>(member, document)
    const place = path.length === 0 ? label || 'reply' : (label === '' ? '' : `${label}.`) + path.join('.')
    return at === undefined || secret ? [] : shownItem(value, at, place)
  })
}

function shownItem(value: ReadItem, at: JsonTemplate, label: string): ShownValue[] {
  if (at.kind === 'null') return []
  if (value.kind === 'record') return shownValues(value.values, at, label)
  if (value.kind !== 'list') return [{ label, value: at, isJson: value.kind === 'any' || value.kind === 'map' }]
  const items = at.kind === 'array' ? at.items : []
  return items.flatMap((item, index) => shownItem(value.item, item, `${label}[${index}]`))
}

function member(document: JsonTemplate | undefined, name: string): JsonTemplate | undefined {
  if (document?.kind !== 'object') return undefined
  return document.members.find(one => fixedText(one.name) === name)?.value
}
