import { java } from '../../languages/java.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, jsonTextPieces, pairPieces } from '../../program/pieces.ts'
import type { PlainBody, Plan } from '../../program/plan.ts'
import { joinedBy, Program } from '../../program/program.ts'
import { structure, wrap } from '../../program/structure.ts'
import type { Part } from '../../request/body.ts'
import { isRequired } from '../../request/input.ts'
import type { JsonTemplate } from '../../request/json.ts'
import type { Code } from '../../writer/lines.ts'

export const TAB = '    '

export const joined = joinedBy(' + ', java.string)

const FIXED = [
  'url',
  'body',
  'boundary',
  'client',
  'request',
  'response',
  'status',
  'text',
  'reply',
  'token',
  'claims',
  'granted',
  'setting',
  'fail',
  'encoded',
  'json',
  'object',
  'list',
  'part',
  'content',
  'quoted',
  'details',
  'fields',
]

/** A Java class in the making. */
export class JavaProgram extends Program {
  constructor(plan: Plan) {
    super(plan, java, 'camel', FIXED, joined)
    this.define('setting', [
      'static String setting(String name, String fallback) {',
      `${TAB}String text = System.getenv(name);`,
      `${TAB}if (text != null && !text.isEmpty()) return text;`,
      `${TAB}return fallback != null ? fallback : fail("Set the environment variable " + name + ".");`,
      '}',
    ])
    this.define('fail', [
      'static String fail(String sentence) {',
      `${TAB}System.err.println(sentence);`,
      `${TAB}System.exit(1);`,
      `${TAB}return sentence;`,
      '}',
    ])
  }

  /** The expression for what a failed answer says: by its fields where those are documented. */
  said(text: string): string {
    if (!this.explainsFailures) return text
    this.mapper()
    this.import(
      'com.fasterxml.jackson.databind.JsonNode',
      'java.io.IOException',
      'java.util.ArrayList',
      'java.util.List',
    )
    this.define('details', DETAILS)
    this.define('fields', FIELDS)
    return `details(${text})`
  }

  encode(variable: string): string {
    this.import('java.net.URLEncoder', 'java.nio.charset.StandardCharsets')
    this.define('encoded', [
      'static String encoded(String text) {',
      `${TAB}return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");`,
      '}',
    ])
    return `encoded(${variable})`
  }

  settings(): Code {
    return this.plan.request.inputs.map(input => {
      const name = this.scope.input(input.name)
      const read = `setting(${java.string(input.env)}, ${isRequired(input) ? 'null' : java.string(input.default ?? '')})`
      if (input === this.plan.timeout) {
        return [
          `Duration ${name} = null;`,
          'try {',
          `${TAB}${name} = Duration.ofMillis(Math.round(Double.parseDouble(${read}) * 1000));`,
          '} catch (NumberFormatException error) {',
          `${TAB}fail(${java.string(`${input.env} must be a number of seconds.`)});`,
          '}',
        ]
      }
      return `String ${name} = ${read}${input.kind === 'baseUrl' ? '.replaceAll("/+$", "")' : ''};`
    })
  }

  /** Lines that declare `body`, where there is one, and the publisher of it. */
  body(): { readonly declared: Code; readonly publisher: string } {
    const { body } = this.plan
    const ofText = 'HttpRequest.BodyPublishers.ofString(body)'
    switch (body.kind) {
      case 'none':
        return { declared: [], publisher: 'HttpRequest.BodyPublishers.noBody()' }
      case 'json':
        return { declared: this.#jsonBody(body), publisher: ofText }
      case 'text':
        return { declared: `String body = ${this.text(body.text)};`, publisher: ofText }
      case 'form': {
        const pairs = pairPieces(body.fields, this.scope, variable => this.encode(variable))
        return { declared: `String body = ${expression(pairs, joined)};`, publisher: ofText }
      }
      case 'file':
        return {
          declared: `byte[] body = ${this.#content(body.input)};`,
          publisher: 'HttpRequest.BodyPublishers.ofByteArray(body)',
        }
      case 'multipart':
        return {
          declared: this.#multipart(body.parts),
          publisher: 'HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())',
        }
    }
  }

  #jsonBody(body: Extract<PlainBody, { kind: 'json' }>): Code {
    this.mapper()
    const isStructure =
      this.plan.options.body === 'structure' && isStructural(body.value, java.number, { inputs: true })
    if (!isStructure) return `String body = ${this.#documentText(body)};`
    return wrap(this.structure(body.value), 'String body = MAPPER.writeValueAsString(', ');')
  }

  /** Asks for the mapper that reads and writes JSON. */
  mapper(): void {
    this.import('com.fasterxml.jackson.databind.DeserializationFeature', 'com.fasterxml.jackson.databind.ObjectMapper')
    this.define('MAPPER', [
      'static final ObjectMapper MAPPER = new ObjectMapper()',
      `${TAB}.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)`,
      `${TAB}.configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)`,
      `${TAB}.configure(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, true);`,
    ])
  }

  structure(json: JsonTemplate): string[] {
    this.#maps()
    return structure(json, {
      indent: TAB,
      object: ['object(', ')'],
      array: ['list(', ')'],
      key: name => `${this.text(name)}, `,
      scalar: scalar => {
        switch (scalar.kind) {
          case 'string':
            return this.text(scalar.value)
          case 'number': {
            const literal = java.number(scalar.text) ?? scalar.text
            if (literal.startsWith('new BigDecimal')) this.import('java.math.BigDecimal')
            return literal
          }
          case 'boolean':
            return String(scalar.value)
          case 'null':
            return '(Object) null'
          case 'input':
            return this.#json(scalar.input)
        }
      },
      separator: ',',
      trailing: false,
    })
  }

  #maps(): void {
    this.import('java.util.Arrays', 'java.util.LinkedHashMap', 'java.util.List', 'java.util.Map')
    this.define('object', [
      'static Map<String, Object> object(Object... pairs) {',
      `${TAB}Map<String, Object> members = new LinkedHashMap<>();`,
      `${TAB}for (int at = 0; at < pairs.length; at += 2) members.put((String) pairs[at], pairs[at + 1]);`,
      `${TAB}return members;`,
      '}',
    ])
    this.define('list', ['static List<Object> list(Object... items) {', `${TAB}return Arrays.asList(items);`, '}'])
  }

  #documentText(body: Extract<PlainBody, { kind: 'json' }>): string {
    const pieces = jsonTextPieces(body, this.scope, {
      quote: template => `MAPPER.writeValueAsString(${this.text(template)})`,
      value: input => this.#json(input),
    })
    return expression(pieces, joined)
  }

  #json(input: string): string {
    this.import('com.fasterxml.jackson.databind.JsonNode')
    this.import('com.fasterxml.jackson.core.JsonProcessingException')
    this.define('json', [
      'static JsonNode json(String name, String text) {',
      `${TAB}try {`,
      `${TAB}${TAB}return MAPPER.readTree(text);`,
      `${TAB}} catch (JsonProcessingException error) {`,
      `${TAB}${TAB}fail(name + " must hold a JSON value, such as 5 or true.");`,
      `${TAB}${TAB}return null;`,
      `${TAB}}`,
      '}',
    ])
    return `json(${java.string(this.find(input).env)}, ${this.scope.input(input)})`
  }

  #content(input: string): string {
    this.import('java.io.IOException', 'java.nio.file.Files', 'java.nio.file.Path')
    this.define('content', [
      'static byte[] content(String path) {',
      `${TAB}try {`,
      `${TAB}${TAB}return Files.readAllBytes(Path.of(path));`,
      `${TAB}} catch (IOException error) {`,
      `${TAB}${TAB}fail("The file cannot be read: " + error);`,
      `${TAB}${TAB}return null;`,
      `${TAB}}`,
      '}',
    ])
    return `content(${this.scope.input(input)})`
  }

  #multipart(parts: readonly Part[]): Code {
    this.import('java.io.ByteArrayOutputStream', 'java.nio.charset.StandardCharsets', 'java.util.UUID')
    this.define('part', [
      'static void part(ByteArrayOutputStream body, String boundary, String name, String fileName, String type, byte[] content) {',
      `${TAB}String head = "--" + boundary + "\\r\\nContent-Disposition: form-data; name=\\"" + quoted(name) + "\\"";`,
      `${TAB}if (fileName != null) head += "; filename=\\"" + quoted(fileName) + "\\"";`,
      `${TAB}if (type != null) head += "\\r\\nContent-Type: " + type;`,
      `${TAB}body.writeBytes((head + "\\r\\n\\r\\n").getBytes(StandardCharsets.UTF_8));`,
      `${TAB}body.writeBytes(content);`,
      `${TAB}body.writeBytes("\\r\\n".getBytes(StandardCharsets.UTF_8));`,
      '}',
    ])
    this.define('quoted', [
      'static String quoted(String text) {',
      `${TAB}return text.replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"");`,
      '}',
    ])
    const calls = parts.map(part => {
      const type = part.contentType === undefined ? undefined : java.string(part.contentType)
      const name = this.text(part.name)
      if (part.kind === 'text') {
        const bytes = `(${this.text(part.value)}).getBytes(StandardCharsets.UTF_8)`
        return `part(body, boundary, ${name}, null, ${type ?? 'null'}, ${bytes});`
      }
      const path = this.scope.input(part.input)
      const fileName =
        part.fileName === undefined ? `Path.of(${path}).getFileName().toString()` : java.string(part.fileName)
      return `part(body, boundary, ${name}, ${fileName}, ${type ?? '"application/octet-stream"'}, ${this.#content(part.input)});`
    })
    return [
      'String boundary = UUID.randomUUID().toString();',
      'ByteArrayOutputStream body = new ByteArrayOutputStream();',
      calls,
      'body.writeBytes(("--" + boundary + "--\\r\\n").getBytes(StandardCharsets.UTF_8));',
    ]
  }
}

const DETAILS = `/** What a failed answer says, value by value; as it is where it is no JSON. */
static String details(String text) {
    try {
        List<String> found = new ArrayList<>();
        fields(MAPPER.readTree(text), "", found);
        return String.join("\\n", found);
    } catch (IOException error) {
        return text;
    }
}`.split('\n')

const FIELDS = `static void fields(JsonNode value, String path, List<String> found) {
    String place = path.isEmpty() ? "reply" : path;
    value.fieldNames().forEachRemaining(name ->
        fields(value.get(name), path.isEmpty() ? name : path + "." + name, found));
    for (int number = 0; value.isArray() && number < value.size(); number++) {
        fields(value.get(number), place + "[" + number + "]", found);
    }
    if (value.isValueNode() && !value.isNull()) found.add(place + " = " + value.asText());
}`.split('\n')
