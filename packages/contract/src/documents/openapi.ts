import { commonErrors, ErrorReply, InvalidRequest } from '../errors.ts'
import { Components, type SchemaObject } from '../kit/components.ts'
import type { ErrorDefinition } from '../kit/error-definition.ts'
import { isByToken, type Operation, pathParams, type Scope } from '../kit/operation.ts'
import { operations } from '../operations.ts'
import type {
  OpenApiContent,
  OpenApiDocument,
  OpenApiMedia,
  OpenApiOperation,
  OpenApiParameter,
  OpenApiResponse,
} from './openapi-document.ts'
import { parameter } from './parameters.ts'
import { documentedErrors, errorBody, statusText } from './replies.ts'
import { tags } from './tags.ts'
import { describeCall } from './webhook-call.ts'

const DESCRIPTION = `Parhelion is a conversation platform that you run yourself. It speaks version 2 of the Sunshine Conversations API, so that programs written for that service work against it unchanged.

**Credentials.** Every request carries a key: its id and secret as HTTP Basic, or a JSON Web Token signed with the secret (HS256), whose header names the id of the key as \`kid\` and whose claims hold the key's \`scope\`. A key speaks for the account, for one app or for one integration; what it may call is written at each operation.

**Errors** have the form \`{"errors": [{"code", "title"}]}\`. Branch on the status and the code; the title is for people.

**Lists** that take \`page\` are read with cursors: \`page[after]\` or \`page[before]\`, and \`page[size]\` from 1 to 100. \`links.next\` is the address of the next page.

Operations marked \`x-extension\` are Parhelion's own.`

const securitySchemes = {
  basicAuth: {
    type: 'http',
    scheme: 'basic',
    description: 'User name: id of a key. Password: its secret.',
  },
  bearerAuth: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'A token signed with HS256 and the secret of a key. Header: `kid`, the id of the key. Claims: `scope`, the scope of the key; `exp` and `nbf` are honoured.',
  },
}

/** The contract as an OpenAPI 3.1 document, in this project's words. */
export function openapi(options: { readonly serverUrl: string; readonly version: string }): OpenApiDocument {
  const components = new Components()
  const paths: Record<string, Record<string, OpenApiOperation>> = {}
  for (const operation of operations as readonly Operation[]) {
    const item = paths[operation.path] ?? {}
    item[operation.method.toLowerCase()] = describe(operation, components)
    paths[operation.path] = item
  }
  const webhooks = { event: { post: describeCall(components) } }
  const responses = sharedResponses(components)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parhelion',
      version: options.version,
      summary: 'A self-hosted conversation platform that speaks the Sunshine Conversations API v2.',
      description: DESCRIPTION,
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: options.serverUrl, description: 'This installation' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    webhooks,
    components: { securitySchemes, responses, schemas: components.schemas() },
  }
}

function describe(operation: Operation, components: Components): OpenApiOperation {
  const { id, tag, summary, description, access, extension, body } = operation
  const parametersOfAll = [
    ...pathParameters(operation),
    ...queryParameters(operation, components),
    ...headerParameters(operation),
  ]
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    ...(extension === true ? { 'x-extension': true } : {}),
    security: access.length === 0 ? [] : schemesOf(access).map(scheme => ({ [scheme]: access })),
    ...(parametersOfAll.length === 0 ? {} : { parameters: parametersOfAll }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: operation.bodyOptional !== true,
            content: contentOf(operation, components.use(body)),
          },
        }),
    responses: responsesOf(operation, components),
  }
}

/** The one that comes first is what people are shown. */
function schemesOf(access: readonly Scope[]): string[] {
  const schemes = Object.keys(securitySchemes)
  return isByToken(access) ? schemes.toReversed() : schemes
}

/** A file has no example that could be written as JSON. */
function contentOf({ bodyType, example }: Operation, schema: SchemaObject): OpenApiContent {
  return bodyType === undefined ? json(schema, { example: { value: example.body } }) : { [bodyType]: { schema } }
}

function pathParameters({ path, example }: Operation): OpenApiParameter[] {
  return pathParams(path).map(name => {
    const { description, example: fallback } = parameter(name)
    const schema = { type: 'string' }
    return { name, in: 'path', required: true, description, schema, example: example.params?.[name] ?? fallback }
  })
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, SchemaObject>>
  readonly required?: readonly string[]
}

function queryParameters({ query }: Operation, components: Components): OpenApiParameter[] {
  const { properties = {}, required = [] } = (query ?? {}) as ObjectSchema
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(typeof schema.description === 'string' ? { description: schema.description } : {}),
    ...(schema.type === 'object' ? { style: 'deepObject', explode: true } : {}),
    schema: components.use(schema),
  }))
}

function headerParameters({ headers = {} }: Operation): OpenApiParameter[] {
  return Object.entries(headers).map(([name, { description, pattern, example }]) => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string', pattern },
    example,
  }))
}

function responsesOf(operation: Operation, components: Components): OpenApiOperation['responses'] {
  const success = {
    description: statusText(operation.status),
    content: {
      [operation.replyType ?? JSON_TYPE]: {
        schema: components.use(operation.reply),
        examples: { example: { value: operation.example.reply } },
      },
    },
  }
  const errors = [...documentedErrors(operation)].map(([status, definitions]) => {
    const [only, ...others] = definitions
    const shared = only !== undefined && others.length === 0 && SHARED.includes(only)
    if (shared) return [status, { $ref: `#/components/responses/${nameOf(only)}` }]
    const refused = failure(definitions, components)
    return [status, operation.isPage === true ? { ...refused, content: { ...refused.content, ...page } } : refused]
  })
  const opened = operation.isPage === true ? { 200: { description: statusText(200), content: page } } : {}
  return { ...opened, [operation.status]: success, ...Object.fromEntries(errors) }
}

const page: OpenApiContent = { 'text/html': { schema: { type: 'string', description: 'A page for people.' } } }

/** Errors that say the same wherever they are common to operations; each stands once in the document. */
const SHARED: readonly ErrorDefinition[] = [...new Set(operations.flatMap(one => commonErrors(one)))].filter(
  error => error !== InvalidRequest,
)

function sharedResponses(components: Components): Record<string, OpenApiResponse> {
  return Object.fromEntries(SHARED.map(error => [nameOf(error), failure([error], components)]))
}

function failure(definitions: readonly ErrorDefinition[], components: Components): OpenApiResponse {
  const status = definitions[0]?.status ?? 500
  const examples = definitions.map(error => [
    exampleName(error.title),
    { summary: error.title, value: errorBody(error) },
  ])
  return {
    description: statusText(status),
    ...(status === 429 ? { headers: { 'Retry-After': retryAfter } } : {}),
    content: json(components.use(ErrorReply), Object.fromEntries(examples)),
  }
}

const JSON_TYPE = 'application/json'

const retryAfter = { description: 'Seconds to wait before the next try.', schema: { type: 'integer', minimum: 0 } }

const json = (schema: SchemaObject, examples: NonNullable<OpenApiMedia['examples']>): OpenApiContent => ({
  [JSON_TYPE]: { schema, examples },
})

/** `too_many_requests` → `TooManyRequests`. */
const nameOf = ({ code }: ErrorDefinition) => code.split('_').map(capitalized).join('')

/** `Invalid page query parameters` → `invalidPageQueryParameters`. */
function exampleName(title: string): string {
  const [first = '', ...rest] = title.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return [first, ...rest.map(capitalized)].join('')
}

const capitalized = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`
