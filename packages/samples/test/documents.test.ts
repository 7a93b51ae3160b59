import { describe, expect, test } from 'vitest'
import { parseJson } from '../src/request/parse-json.ts'
import { targets } from '../src/targets/index.ts'
import type { Options } from '../src/targets/target.ts'

const OPTIONS: Options = { name: 'tool', body: 'structure', secrets: 'hidden' }

/** Of languages that nothing here runs. What is run is tested by running it. */
const parsed = targets.flatMap(({ id, proof, json }) => (proof === 'parsed' && json ? [[id, json] as const] : []))

test('there are such languages', () => expect(parsed.map(([id]) => id)).toContain('csharp-httpclient'))

describe.each(parsed)('a program of %s that builds a document', (_id, json) => {
  const built = (text: string, options = OPTIONS) =>
    json
      .build(parseJson(text), options)
      .files.map(file => file.text)
      .join('\n')

  test('holds nothing that speaks to a server, whatever words stand in the document', () => {
    const text = built(
      '{"content": "value", "a": "send(1) (Send 1)", "part": ["accessToken(", "seconds<", "Request a File", "Request(File())"]}',
    )
    expect(text).not.toMatch(/okhttp|HttpClient|URLSession|FoundationNetworking|package:http|Invoke-WebRequest|curl/)
    expect(text).not.toMatch(/ReadAllBytes|readBytes|readAsBytesSync|contents\(atPath|java\.io\.File/)
  })

  test.each(['12345678901234567890', '0.1234567890123456789', '1e400', '-9223372036854775809'])(
    'has all digits of %s',
    number => {
      for (const text of [number, `{"a": [${number}]}`]) expect(built(text)).toContain(number)
    },
  )

  test('has the words of the document in it, as maps and lists or as one text', () => {
    for (const body of ['structure', 'text'] as const) {
      const text = built('{"name": "Ann", "list": [[1], {"x": "last"}]}', { ...OPTIONS, body })
      for (const word of ['name', 'Ann', 'last']) expect(text).toContain(word)
    }
  })
})
