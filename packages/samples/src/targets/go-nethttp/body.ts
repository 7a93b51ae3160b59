import { go } from '../../languages/go.ts'
import type { Program } from '../../program/program.ts'
import type { Part } from '../../request/body.ts'
import type { Code } from '../../writer/lines.ts'
import { argument } from './argument.ts'

/** Lines that declare `form`, which knows its boundary, and `body`. */
export function multipart(program: Program, parts: readonly Part[]): Code {
  program.import('bytes', 'mime/multipart')
  return [
    'var buffer bytes.Buffer',
    'form := multipart.NewWriter(&buffer)',
    parts.map(part => partOf(part, program)),
    'form.Close()',
    'body := buffer.Bytes()',
  ]
}

function partOf(part: Part, program: Program): string {
  const name = argument(program, part.name)
  if (part.kind === 'text' && part.contentType === undefined)
    return `form.WriteField(${name}, ${argument(program, part.value)})`
  program.import('net/textproto', 'strings')
  program.define('writePart', WRITE_PART)
  if (part.kind === 'text') {
    return `writePart(form, ${name}, "", ${go.string(part.contentType ?? '')}, []byte(${program.text(part.value)}))`
  }
  program.define('content', CONTENT)
  const path = program.scope.input(part.input)
  if (part.fileName === undefined) program.import('path/filepath')
  const fileName = part.fileName === undefined ? `filepath.Base(${path})` : go.string(part.fileName)
  return `writePart(form, ${name}, ${fileName}, ${go.string(part.contentType ?? 'application/octet-stream')}, content(${path}))`
}

const WRITE_PART = [
  'func writePart(form *multipart.Writer, name, fileName, contentType string, data []byte) {',
  '\tescape := strings.NewReplacer("\\\\", "\\\\\\\\", `"`, `\\"`).Replace',
  '\tdisposition := `form-data; name="` + escape(name) + `"`',
  '\tif fileName != "" {',
  '\t\tdisposition += `; filename="` + escape(fileName) + `"`',
  '\t}',
  '\tpart, err := form.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {contentType}})',
  '\tif err == nil {',
  '\t\t_, err = part.Write(data)',
  '\t}',
  '\tif err != nil {',
  '\t\tfail("The form cannot be written: %v", err)',
  '\t}',
  '}',
]

export const CONTENT = [
  'func content(path string) []byte {',
  '\tdata, err := os.ReadFile(path)',
  '\tif err != nil {',
  '\t\tfail("The file cannot be read: %v", err)',
  '\t}',
  '\treturn data',
  '}',
]

/** What an input holds as a piece of JSON, kept as it is. */
export const JSON_VALUE = [
  'func value(name, text string) json.RawMessage {',
  '\tif !json.Valid([]byte(text)) {',
  '\t\tfail("%s must hold a JSON value, such as 5 or true.", name)',
  '\t}',
  '\treturn json.RawMessage(text)',
  '}',
]
