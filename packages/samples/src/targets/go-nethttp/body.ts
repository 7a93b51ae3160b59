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

export const DETAILS = `// details is what a failed answer says, value by value; as it is where it is no JSON.
func details(data []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var problem any
	if err := decoder.Decode(&problem); err != nil || !json.Valid(data) {
		return string(data)
	}
	return strings.Join(fields(problem, ""), "\\n")
}

func fields(value any, path string) (found []string) {
	place := path
	if path == "" {
		place = "reply"
	}
	switch value := value.(type) {
	case nil:
	case map[string]any:
		for name, part := range value {
			found = append(found, fields(part, strings.TrimPrefix(path+"."+name, "."))...)
		}
		sort.Strings(found)
	case []any:
		for number, part := range value {
			found = append(found, fields(part, fmt.Sprintf("%s[%d]", place, number))...)
		}
	default:
		found = append(found, fmt.Sprintf("%s = %v", place, value))
	}
	return found
}`.split('\n')
