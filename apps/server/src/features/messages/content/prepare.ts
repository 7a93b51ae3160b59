import { type Action, ApiError, Content, declared, InvalidRequest, limits } from '@parhelion/contract'
import { actionLines, brokenActionRules, brokenAddressRule, brokenMetadataRule, keptActions } from './actions.ts'
import { maskCreditCards } from './mask.ts'
import { fileNameOf, type Media, mediaTypeOf } from './media.ts'
import { fromHtml, fromMarkdown } from './rich-text.ts'
import { expandTemplates } from './templates.ts'

export interface ContentRules {
  readonly author: 'business' | 'user'
  /** `whatsapp`: the content is a template of that channel. */
  readonly schema: string | undefined
  readonly maskCreditCardNumbers: boolean
  /** What is known of a file that was uploaded here; undefined: it lies elsewhere. */
  readonly mediaOf: (url: string) => Promise<Media | undefined>
}

interface Item {
  readonly title: string
  readonly description?: string
  readonly mediaUrl?: string
  readonly actions: readonly Action[]
  readonly metadata?: unknown
}

interface Field {
  readonly type: 'email' | 'select' | 'text'
  readonly name: string
  readonly minSize?: number
  readonly maxSize?: number
  readonly options?: readonly { readonly name?: string; readonly label?: string }[]
}

const BY_BUSINESS = new Set(['carousel', 'list', 'form', 'template'])

/**
 * What is kept of a content that fits its schema: each rule of its type held, and what follows from it filled in.
 * Text with templates in it makes several.
 * @throws ApiError `bad_request` with a sentence for every rule that is broken
 */
export async function prepareContents(content: Content, rules: ContentRules): Promise<Content[]> {
  const wrong = brokenRules(content, rules)
  if (wrong.length > 0) throw new ApiError(InvalidRequest, { titles: wrong.slice(0, limits.problems) })
  const own = declared(Content, content) as Content
  const contents = (rules.author === 'business' ? expanded(own) : undefined) ?? [own]
  return Promise.all(contents.map(one => prepare(one, rules)))
}

/** What a channel or an SDK sends in answer to a form. */
export function prepareFormResponse(content: Content, maskCreditCardNumbers: boolean): Content {
  const sent = declared(Content, content) as Content & { fields: (Field & Readonly<Record<string, unknown>>)[] }
  const fields = sent.fields.map(({ quotedMessageId: _, ...field }) => field)
  const textFallback = fields.map(field => `${field.label}: ${answerOf(field)}`).join('\n')
  const response: Content = { type: 'formResponse', fields, textFallback }
  return maskCreditCardNumbers ? (masked(response) as Content) : response
}

function answerOf(field: Readonly<Record<string, unknown>>): string {
  if (field.type === 'select')
    return ((field.select ?? []) as { label?: string; name?: string }[])
      .map(({ label, name }) => label ?? name ?? '')
      .join(', ')
  return String(field[field.type === 'email' ? 'email' : 'text'] ?? '')
}

function expanded(content: Content): Content[] | undefined {
  const { type, text, htmlText, markdownText, actions } = content
  const isPlain = type === 'text' && htmlText === undefined && markdownText === undefined && actions === undefined
  return isPlain && typeof text === 'string' ? expandTemplates(text) : undefined
}

function brokenRules(content: Content, { author, schema }: ContentRules): string[] {
  const { type, text, htmlText, markdownText } = content
  const actions = (content.actions ?? []) as Action[]
  const items = (content.items ?? []) as Item[]
  const isTemplate = type === 'template'
  return [
    ...(type === 'formResponse' ? ['.content.type: formResponse is the answer of a user, and cannot be posted'] : []),
    ...(isTemplate && schema !== 'whatsapp' ? [".content.type: template needs the schema 'whatsapp'"] : []),
    ...(schema !== undefined && schema !== 'whatsapp' ? [".schema: should be 'whatsapp'"] : []),
    ...(schema === 'whatsapp' && !isTemplate ? [".content.type: should be template with the schema 'whatsapp'"] : []),
    ...(author === 'user' && BY_BUSINESS.has(type)
      ? [`.content.type: ${type} is only for authors of the type business`]
      : []),
    ...(author === 'user' && actions.length > 0 ? ['.content.actions: are only for authors of the type business'] : []),
    ...(type === 'text' && !text && !htmlText && !markdownText && actions.length === 0
      ? [".content: should have one of the properties 'text', 'htmlText', 'markdownText' and 'actions'"]
      : []),
    ...(htmlText !== undefined && markdownText !== undefined
      ? ['.content: should have only one of htmlText and markdownText']
      : []),
    ...brokenAddressRule(content.mediaUrl, '.content.mediaUrl'),
    ...brokenActionRules(actions, '.content.actions'),
    ...items.flatMap((item, index) => [
      ...brokenAddressRule(item.mediaUrl, `.content.items[${index}].mediaUrl`),
      ...brokenActionRules(item.actions, `.content.items[${index}].actions`),
      ...brokenMetadataRule(item.metadata).map(rule => `.content.items[${index}]${rule}`),
    ]),
    ...(type === 'form' ? brokenFieldRules(content.fields as Field[]) : []),
  ]
}

function brokenFieldRules(fields: readonly Field[]): string[] {
  const names = fields.map(({ name }) => name)
  return fields.flatMap(({ type, name, minSize = 1, maxSize = 128, options = [] }, index) => {
    const at = `.content.fields[${index}]`
    const nameless = options.findIndex(option => option.name === undefined || option.label === undefined)
    return [
      ...(names.indexOf(name) < index ? [`${at}.name: should be unique in the form`] : []),
      ...(type === 'select' && options.length === 0 ? [`${at}: should have required property 'options'`] : []),
      ...(nameless < 0 ? [] : [`${at}.options[${nameless}]: should have the properties 'name' and 'label'`]),
      ...(type === 'text' && minSize > maxSize ? [`${at}.minSize: should be <= maxSize`] : []),
    ]
  })
}

async function prepare(content: Content, rules: ContentRules): Promise<Content> {
  const rich = await withRichText(content)
  const actions = rich.actions as Action[] | undefined
  const kept = actions === undefined ? rich : { ...rich, actions: keptActions(actions) }
  const derived = { ...kept, ...(await derivedFrom(kept, rules)) }
  return rules.maskCreditCardNumbers ? (masked(derived) as Content) : derived
}

async function withRichText(content: Content): Promise<Content> {
  const { markdownText, htmlText, ...rest } = content
  const source = typeof markdownText === 'string' ? markdownText : htmlText
  if (typeof source !== 'string') return content
  const { html, text } = await (typeof markdownText === 'string' ? fromMarkdown(source) : fromHtml(source))
  const shortened = [...text].slice(0, limits.textLength).join('')
  return { ...rest, htmlText: html, text: rest.text ?? shortened } as Content
}

async function derivedFrom(content: Content, { mediaOf }: ContentRules): Promise<Readonly<Record<string, unknown>>> {
  switch (content.type) {
    case 'image':
    case 'file':
      return describeFile(content, mediaOf)
    case 'carousel':
    case 'list':
      return describeItems(content)
    case 'location': {
      const { lat, long } = content.coordinates as { lat: number; long: number }
      return { text: `Location shared:\nhttps://maps.google.com/maps?q=${lat},${long}` }
    }
    case 'form':
      return { submitted: false, fields: (content.fields as Field[]).map(withSizes) }
    default:
      return {}
  }
}

async function describeFile(content: Content, mediaOf: ContentRules['mediaOf']) {
  const url = String(content.mediaUrl)
  const { mediaType = mediaTypeOf(url), mediaSize } = (await mediaOf(url)) ?? {}
  const altText = content.altText ?? [...fileNameOf(url)].slice(0, limits.nameLength).join('')
  return {
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(mediaSize === undefined ? {} : { mediaSize }),
    ...(altText === '' ? {} : { altText }),
  }
}

function describeItems(content: Content) {
  const items = content.items as readonly Item[]
  const blocks = items.map(({ title, description, actions }, index) =>
    [`${index + 1}. ${title}`, ...(description ? [description] : []), ...actionLines(actions)].join('\n'),
  )
  const below = actionLines((content.actions ?? []) as Action[])
  return {
    items: items.map(item => ({ ...item, actions: keptActions(item.actions) })),
    text: [...blocks, ...(below.length === 0 ? [] : [below.join('\n')])].join('\n\n'),
  }
}

const withSizes = (field: Field): Field =>
  field.type === 'text' ? { ...field, minSize: field.minSize ?? 1, maxSize: field.maxSize ?? 128 } : field

/** What people read. Addresses, payloads and names are for programs, and stay. */
const READ_BY_PEOPLE = new Set([
  'text',
  'htmlText',
  'title',
  'description',
  'altText',
  'label',
  'placeholder',
  'email',
  'textFallback',
  'address',
  'name',
])
/** Names of fields and options are for programs. */
const FOR_PROGRAMS = new Set(['fields', 'options', 'select'])

function masked(value: unknown, isForPrograms = false): unknown {
  if (Array.isArray(value)) return value.map(one => masked(one, isForPrograms))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (name === 'metadata' || name === 'template') return [name, part]
      if (typeof part !== 'string') return [name, masked(part, FOR_PROGRAMS.has(name))]
      const isRead = READ_BY_PEOPLE.has(name) && !(name === 'name' && isForPrograms)
      return [name, isRead ? maskCreditCards(part) : part]
    }),
  )
}
