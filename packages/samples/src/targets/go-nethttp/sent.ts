import { go } from '../../languages/go.ts'
import { isStructural } from '../../program/json-text.ts'
import { expression, jsonTextPieces } from '../../program/pieces.ts'
import type { Program } from '../../program/program.ts'
import { wrap } from '../../program/structure.ts'
import type { Code } from '../../writer/lines.ts'
import { argument } from './argument.ts'
import { CONTENT, JSON_VALUE, multipart } from './body.ts'
import { document, joined } from './document.ts'
import { check } from './script.ts'

/** Lines that declare `body`, the bytes that are sent. */
export function body(program: Program): Code {
  const { body: sent } = program.plan
  switch (sent.kind) {
    case 'none':
      return []
    case 'json': {
      const isStructure =
        program.plan.options.body === 'structure' && isStructural(sent.value, go.number, { inputs: true })
      if (!isStructure) return `body := []byte(${documentText(program, sent)})`
      program.import('encoding/json')
      return [
        wrap(document(program, sent.value), 'body, err := json.Marshal(', ')'),
        check('fail("The body cannot be written: %v", err)'),
      ]
    }
    case 'text':
      return `body := []byte(${program.text(sent.text)})`
    case 'form':
      program.import('net/url', 'strings')
      return [
        'form := []string{}',
        'field := func(name, value string) { form = append(form, url.QueryEscape(name)+"="+url.QueryEscape(value)) }',
        sent.fields.map(({ name, value }) => `field(${argument(program, name)}, ${argument(program, value)})`),
        'body := []byte(strings.Join(form, "&"))',
      ]
    case 'multipart':
      return multipart(program, sent.parts)
    case 'file':
      program.define('content', CONTENT)
      return `body := content(${program.scope.input(sent.input)})`
  }
}

function documentText(program: Program, sent: Parameters<typeof jsonTextPieces>[0]): string {
  program.import('encoding/json')
  program.define('value', JSON_VALUE)
  const pieces = jsonTextPieces(sent, program.scope, {
    quote: template => {
      program.define('quoted', [
        'func quoted(text string) string {',
        '\tdata, _ := json.Marshal(text)',
        '\treturn string(data)',
        '}',
      ])
      return `quoted(${sent.value.kind === 'string' ? program.text(template) : argument(program, template)})`
    },
    value: input => `string(value(${go.string(program.find(input).env)}, ${program.scope.input(input)}))`,
  })
  return expression(pieces, joined)
}
