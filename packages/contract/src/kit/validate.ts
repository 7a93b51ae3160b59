import type { TSchema } from 'typebox'
import Format from 'typebox/format'
import { Compile, type Validator } from 'typebox/schema'
import { isDiscriminated } from './discriminated.ts'
import { limits } from './limits.ts'

type Problem = ReturnType<Validator['Errors']>[1][number]

// RFC 3986 allows addresses that nobody can call, such as one with the port 99999.
Format.Set('uri', value => Format.IsUri(value) && URL.canParse(value))

const compiled = new WeakMap<object, Validator>()

/**
 * Everything a value gets wrong, at most `limits.problems` sentences; empty when it fits.
 * The grammar is the one clients know: a bare sentence for the value itself, `.path[0].name: sentence` for a part of it.
 */
export function problems(schema: TSchema, value: unknown): string[] {
  const branch = chooseBranch(schema, value)
  if (typeof branch === 'string') return [branch]
  const { outer, inner } = layersOf(branch)
  const wrong = ownProblems(outer, value)
  for (const { path, schema: part } of inner) {
    for (const [at, one] of valuesAt(value, path)) wrong.push(...problems(part, one).map(told => placed(at, told)))
  }
  return wrong.length === 0 ? wrong : [...new Set(wrong)].slice(0, limits.problems)
}

/** A schema whose parts that are told apart by a property are taken out, and where they stand. */
interface Layers {
  readonly outer: TSchema
  readonly inner: readonly { readonly path: readonly string[]; readonly schema: TSchema }[]
}

const EACH = '*'
const layered = new WeakMap<object, Layers>()

function layersOf(schema: TSchema): Layers {
  const known = layered.get(schema)
  if (known !== undefined) return known
  const inner: { path: string[]; schema: TSchema }[] = []
  const outer = takeOut(schema, [], inner)
  const made = { outer: inner.length === 0 ? schema : outer, inner }
  layered.set(schema, made)
  return made
}

function takeOut(schema: TSchema, path: string[], inner: { path: string[]; schema: TSchema }[]): TSchema {
  if (path.length > 0 && isDiscriminated(schema)) {
    inner.push({ path, schema })
    return {}
  }
  const { properties, items } = schema as { properties?: Record<string, TSchema>; items?: TSchema }
  return {
    ...schema,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, one]) => [name, takeOut(one, [...path, name], inner)]),
          ),
        }),
    ...(items === undefined ? {} : { items: takeOut(items, [...path, EACH], inner) }),
  }
}

/** What stands at a path, with where; what is missing, or of another form than the path needs, is for the outer schema. */
function valuesAt(value: unknown, path: readonly string[]): [string, unknown][] {
  const [step, ...rest] = path
  if (step === undefined) return [['', value]]
  if (step === EACH) return Array.isArray(value) ? value.flatMap((one, index) => below(`[${index}]`, one, rest)) : []
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return []
  return below(`.${step}`, (value as Record<string, unknown>)[step], rest)
}

const below = (at: string, value: unknown, path: readonly string[]): [string, unknown][] =>
  valuesAt(value, path).map(([further, one]) => [at + further, one])

const placed = (at: string, told: string) => (/^[.[]/.test(told) ? at + told : `${at}: ${told}`)

function ownProblems(branch: TSchema, value: unknown): string[] {
  const validator = validatorOf(branch)
  if (validator.Check(value)) return []
  const [, errors] = validator.Errors(value)
  const sentences = errors.flatMap(problem => describe(branch, problem))
  // The validator stops listing after a few; those may all be of the kind that another one, not listed, would sum up.
  const told =
    sentences.length > 0
      ? sentences
      : errors.map(({ instancePath }) => `${dataPath(instancePath)}: should not be there`)
  return told
}

function chooseBranch(schema: TSchema, value: unknown): TSchema | string {
  if (!isDiscriminated(schema)) return schema
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'should be object'
  const { propertyName } = schema.discriminator
  const chosen = (value as Record<string, unknown>)[propertyName]
  if (chosen === undefined) return `should have required property '${propertyName}'`
  if (typeof chosen !== 'string') return `.${propertyName}: should be string`
  const variants = schema['x-variants']
  return (Object.hasOwn(variants, chosen) ? variants[chosen] : undefined) ?? schema['x-unknown']
}

function validatorOf(schema: TSchema): Validator {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const made = Compile(schema)
  compiled.set(schema, made)
  return made
}

function describe(schema: TSchema, problem: Problem): string[] {
  const at = dataPath(problem.instancePath)
  return phrases(schema, problem).map(phrase => (at === '' ? phrase : `${at}: ${phrase}`))
}

function phrases(schema: TSchema, problem: Problem): string[] {
  switch (problem.keyword) {
    case 'required':
      return problem.params.requiredProperties.map(name => `should have required property '${name}'`)
    case 'type':
      return [`should be ${[problem.params.type].flat().join(' or ')}`]
    case 'minLength':
      return [`should not be shorter than ${problem.params.limit} characters`]
    case 'maxLength':
      return [`should not be longer than ${problem.params.limit} characters`]
    case 'minItems':
      return [`should not have less than ${problem.params.limit} items`]
    case 'maxItems':
      return [`should not have more than ${problem.params.limit} items`]
    case 'minimum':
    case 'maximum':
      return [`should be ${problem.params.comparison} ${problem.params.limit}`]
    case 'enum':
      return [`should be equal to one of the allowed values: ${problem.params.allowedValues.join(', ')}`]
    case 'additionalProperties':
      return forbidsOthers(schema, problem.schemaPath)
        ? problem.params.additionalProperties.map(name => `should not have the property '${name}'`)
        : []
    case 'boolean':
      return []
    default:
      return [customPhrase(schema, problem.schemaPath) ?? problem.message.replace(/^must/, 'should')]
  }
}

/** Where further properties are allowed by a schema, what is wrong with their values is reported for itself. */
const forbidsOthers = (schema: TSchema, schemaPath: string) =>
  keywordAt(schema, schemaPath, 'additionalProperties') === false

function customPhrase(schema: TSchema, schemaPath: string): string | undefined {
  const phrase = keywordAt(schema, schemaPath, 'x-problem')
  return typeof phrase === 'string' ? phrase : undefined
}

/** A keyword of the part of the schema that the schema path of a problem points to. */
function keywordAt(schema: TSchema, schemaPath: string, keyword: string): unknown {
  const steps = schemaPath.split('/').slice(1).map(unescapePointer)
  const place = steps.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], schema)
  return (place as Record<string, unknown> | undefined)?.[keyword]
}

/** JSON Pointer (RFC 6901) → `.name[0]['odd name']`. */
function dataPath(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(unescapePointer)
    .map(step => (/^\d+$/.test(step) ? `[${step}]` : /^[A-Za-z_$][\w$]*$/.test(step) ? `.${step}` : `['${step}']`))
    .join('')
}

const unescapePointer = (step: string) => step.replaceAll('~1', '/').replaceAll('~0', '~')
