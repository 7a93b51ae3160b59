import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestFaults } from '../run/compare.ts'
import { Recorder } from '../run/recorder.ts'
import { shell } from '../run/shell.ts'
import { FILE_CONTENT } from '../run/values.ts'
import type { SampleRequest } from '../src/request/request.ts'
import { read } from '../src/sources/read.ts'

const isThere = spawnSync('curl', ['--version']).status === 0 && spawnSync('bash', ['--version']).status === 0
if (!isThere) console.info('skipped: curl and bash are not both installed')

/** Commands with BASE for the address; the secrets in them are `hunter2`, the user is `me`. */
const COMMANDS = [
  `curl BASE/x`,
  `curl -X DELETE "BASE/x/y%20z?a=1&b=%C3%BC&b=2&c"`,
  `curl BASE/x?a=1\\&b=2`,
  `curl -I BASE/x`,
  `curl BASE/x -d a=1 -d 'b=2 3' --data-raw '@c=4'`,
  `curl BASE/x --data-urlencode 'a=b&c=d é' --data-urlencode 'x y'`,
  `curl -G BASE/x -d a=1 --data-urlencode 'b=c d&e'`,
  `curl -G 'BASE/x?z=0' --data-urlencode q="$NAME"`,
  `curl BASE/x -H 'Content-Type: application/json' -d '{"big": 12345678901234567890, "a": [1.50, null, true, "it'\\''s"]}'`,
  `curl BASE/x --json '{"a": 1}'`,
  `curl BASE/x --json '{"a": 1' --json ', "b": 2}'`,
  `curl BASE/x -H 'Content-Type: text/plain' --data-binary $'{"a": "\\u00fc\\'\\x41\\ttab"}' -H 'Accept: a/b'`,
  `curl BASE/x -H 'Content-Type: text/plain' --data-binary "one
two \\$3 \\"four\\" \\\\ \${NAME} $NAME end"`,
  `curl BASE/x -H "Content-Type: text/plain" --data-raw line\\ with\\ spaces'and "quotes"'`,
  `curl -u me:hunter2 BASE/x`,
  `curl 'http://me:hunter2@HOST/x'`,
  `curl -H 'Authorization: Bearer hunter2' BASE/x`,
  `curl --oauth2-bearer hunter2 BASE/x`,
  `curl -H 'X-API-Key: hunter2' -H 'X-A: 1' -H 'X-A: 2' -H 'X-Empty;' BASE/x`,
  `curl -A me/1 -e https://b.example/ -b 'hunter2=1' BASE/x`,
  `curl BASE/x -F a=1 -F 'b=x;type=text/markdown' -F "f=@FILE;type=image/png;filename=n.png" -F 'g=@FILE'`,
  `curl BASE/x --form-string 'a=@b;type=c' -F 'c="x;y"'`,
  `curl -T FILE BASE/x -H 'Content-Type: application/pdf'`,
  `curl BASE/x --data-binary @FILE -H 'Content-Type: application/octet-stream'`,
  `curl -sS -o /dev/null -w '%{http_code}' -XPATCH BASE/x \\
    -d 'a=1' # a remark
`,
  `NAME2=x curl --compressed -L BASE/x 2>&1 | cat > /dev/null`,
]

describe.skipIf(!isThere)('a command is read as curl itself means it', () => {
  let folder: string
  let file: string
  let recorder: Recorder
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'curl-'))
    file = join(folder, 'terms.pdf')
    await writeFile(file, FILE_CONTENT)
    recorder = await Recorder.start()
  })
  afterAll(async () => {
    await recorder.stop()
    await rm(folder, { recursive: true })
  })

  test.each(COMMANDS)('%s', async written => {
    const run = recorder.open({ kind: 'reply', status: 200, body: '' })
    const at = (base: string) =>
      written.replaceAll('BASE', base).replaceAll('HOST', base.replace('http://', '')).replaceAll('FILE', file)
    const env = { PATH: process.env.PATH ?? '', NAME: 'Ann & Bob', LC_ALL: 'C.UTF-8' }
    const { code } = await shell(at(run.baseUrl), folder, env, 20_000)
    expect([code, run.requests.length]).toEqual([0, 1])

    const [item] = read(at('http://a.example')).items
    if (item === undefined) throw new Error('Nothing was read')
    const values = valuesOf(item.request, run.baseUrl)
    expect(
      requestFaults(item.request, values, run, { unsigned: false, namesBlobs: false, changesBreaks: false }),
    ).toEqual([])
  })
})

/** What a caller who wrote the command would set. */
function valuesOf({ inputs }: SampleRequest, baseUrl: string): ReadonlyMap<string, string> {
  return new Map(
    inputs.map(({ name, kind, default: value }) => {
      if (name === 'NAME') return [name, 'Ann & Bob']
      if (name === 'Cookie') return [name, 'hunter2=1']
      if (kind === 'secret') return [name, 'hunter2']
      return [name, kind === 'baseUrl' ? baseUrl : (value ?? '')]
    }),
  )
}
