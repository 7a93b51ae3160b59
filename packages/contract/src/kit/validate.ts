import type { TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import Format from 'typebox/format'
import { isDiscriminated } from './discriminated.ts'
import { limits } from './limits.ts'

type Problem = ReturnType<Validator['Errors']>[number]

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
  const validator = validatorOf(branch)
  if (validator.Check(value)) return []
  const errors = validator.Errors(value)
  const sentences = errors.flatMap(problem => describe(branch, problem))
  // The validator stops listing after a few; those may all be of the kind that another one, not listed, would sum up.
  const told =
    sentences.length > 0
      ? sentences
      : errors.map(({ instancePath }) => `${dataPath(instancePath)}: should not be there`)
  return [...new Set(told)].slice(0, limits.problems)
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
