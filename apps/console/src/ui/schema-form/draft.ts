/** What of a JSON Schema decides how a value is asked for. */
export interface FormSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly enum?: readonly string[]
  readonly items?: FormSchema
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, FormSchema>>
  readonly required?: readonly string[]
}

/** What stands in a form: texts as they were typed, marks, and groups of both. Undefined or empty: is not sent. */
export type Draft = string | boolean | readonly string[] | { readonly [name: string]: Draft } | undefined

export type Kind = 'flag' | 'choice' | 'text' | 'number' | 'choices' | 'lines' | 'one' | 'group' | 'json'

/** How a value is asked for. */
export function kindOf(schema: FormSchema): Kind {
  const types = [schema.type ?? []].flat()
  if (types.includes('boolean')) return 'flag'
  if (types.includes('integer') || types.includes('number')) return 'number'
  if (types.includes('string')) return schema.enum === undefined ? 'text' : 'choice'
  if (types.includes('array')) return kindOfArray(schema)
  return schema.properties === undefined ? 'json' : 'group'
}

function kindOfArray({ items = {}, maxItems }: FormSchema): Kind {
  const kind = kindOf(items)
  if (kind === 'choice') return 'choices'
  if (kind === 'text') return 'lines'
  return kind === 'group' && maxItems === 1 ? 'one' : 'json'
}

/** A sentence for each field that cannot be sent as it is, by its path: `webhooks.target`. */
export type Problems = Readonly<Record<string, string>>

/** The value that a draft stands for; what the server would refuse for other reasons, it says itself. */
export function collect(
  schema: FormSchema,
  draft: Draft,
): { readonly value: unknown } | { readonly problems: Problems } {
  const problems: Record<string, string> = {}
  const value = valueIn(schema, draft, '', problems)
  return Object.keys(problems).length === 0 ? { value } : { problems }
}

function valueIn(schema: FormSchema, draft: Draft, path: string, problems: Record<string, string>): unknown {
  switch (kindOf(schema)) {
    case 'group':
      return groupOf(schema, draft, path, problems)
    case 'one': {
      const value = valueIn(schema.items ?? {}, draft, path, problems)
      return value === undefined ? undefined : [value]
    }
    case 'flag':
      return draft
    case 'choices':
      return Array.isArray(draft) && draft.length > 0 ? draft : undefined
  }
  if (typeof draft !== 'string' || draft === '') return undefined
  return ofText(schema, draft, path, problems)
}

function ofText(schema: FormSchema, text: string, path: string, problems: Record<string, string>): unknown {
  switch (kindOf(schema)) {
    case 'lines':
      return text
        .split('\n')
        .map(line => line.trim())
        .filter(line => line !== '')
    case 'number': {
      const value = Number(text)
      if (!Number.isFinite(value)) problems[path] = 'This must be a number'
      return value
    }
    case 'json':
      try {
        return JSON.parse(text)
      } catch (error) {
        problems[path] = `This is not JSON: ${error instanceof Error ? error.message : error}`
        return undefined
      }
    default:
      return text
  }
}

function groupOf(schema: FormSchema, draft: Draft, path: string, problems: Record<string, string>): unknown {
  const drafts = isGroup(draft) ? draft : {}
  const entries = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const value = valueIn(property, drafts[name], pathOf(path, name), problems)
    return value === undefined ? [] : [[name, value] as const]
  })
  // A group that may be missing is, as long as nothing is written into it.
  if (path !== '' && entries.length === 0) return undefined
  const given = new Set(entries.map(([name]) => name))
  for (const name of schema.required ?? []) if (!given.has(name)) problems[pathOf(path, name)] ??= 'This is required'
  return Object.fromEntries(entries)
}

export const pathOf = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

export const isGroup = (draft: Draft): draft is { readonly [name: string]: Draft } =>
  typeof draft === 'object' && !Array.isArray(draft)
