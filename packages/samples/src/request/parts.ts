import type { Auth } from './auth.ts'
import type { Body } from './body.ts'
import type { JsonTemplate } from './json.ts'
import type { SampleRequest } from './request.ts'
import type { Template } from './template.ts'

/** What of a request can refer to inputs. */
export type Referring = Pick<SampleRequest, 'url' | 'auth' | 'headers' | 'body'>

/** The names of the inputs that a request refers to, each once, in the order in which a reader meets them. */
export function inputNames(request: Referring): string[] {
  const names = templates(request).flatMap(template => inputsOf(template))
  return [...new Set(names)]
}

/** The names of the inputs in a template, with repetitions. */
export function inputsOf(template: Template): string[] {
  return template.flatMap(part => (typeof part === 'string' ? [] : part.input))
}

/** All templates of a request. An input that is a whole value, or a file, comes as a template of nothing else. */
export function templates({ url, auth, headers, body }: Referring): Template[] {
  return [
    url.base,
    ...url.path,
    ...url.query.flatMap(({ name, value }) => [name, value]),
    ...authTemplates(auth),
    ...headers.map(({ value }) => value),
    ...bodyTemplates(body),
  ]
}

function authTemplates(auth: Auth): Template[] {
  switch (auth.kind) {
    case 'none':
      return []
    case 'basic':
    case 'digest':
      return [auth.username, auth.password]
    case 'bearer':
      return [auth.token]
    case 'apiKey':
      return [auth.value]
    case 'oauth2':
      return [auth.tokenUrl, auth.clientId, auth.clientSecret, auth.scope]
    case 'oauth1':
      return [auth.consumerKey, auth.consumerSecret, auth.token, auth.tokenSecret, auth.realm]
    case 'awsSigV4':
      return [auth.accessKeyId, auth.secretAccessKey, auth.sessionToken, auth.region, auth.service]
    case 'jwt':
      return [auth.keyId, auth.secret, ...jsonTemplates(auth.claims)]
  }
}

function bodyTemplates(body: Body): Template[] {
  switch (body.kind) {
    case 'none':
      return []
    case 'file':
      return [[{ input: body.input }]]
    case 'json':
      return jsonTemplates(body.value)
    case 'text':
      return [body.text]
    case 'form':
      return body.fields.flatMap(({ name, value }) => [name, value])
    case 'multipart':
      return body.parts.flatMap(part => [part.name, part.kind === 'text' ? part.value : [{ input: part.input }]])
    case 'graphql':
      return [body.query, ...(body.variables === undefined ? [] : jsonTemplates(body.variables))]
  }
}

/** All templates of a document, names of members included. */
export function jsonTemplates(json: JsonTemplate): Template[] {
  switch (json.kind) {
    case 'object':
      return json.members.flatMap(({ name, value }) => [name, ...jsonTemplates(value)])
    case 'array':
      return json.items.flatMap(jsonTemplates)
    case 'string':
      return [json.value]
    case 'input':
      return [[{ input: json.input }]]
    case 'number':
    case 'boolean':
    case 'null':
      return []
  }
}
