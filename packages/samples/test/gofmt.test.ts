import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { goNetHttp } from '../src/targets/go-nethttp/target.ts'
import { cases } from './cases.ts'

const hasGofmt = spawnSync('gofmt', ['-h']).error === undefined
if (!hasGofmt) console.info('skipped: gofmt is not installed')

test.skipIf(!hasGofmt)('Go programs stand as gofmt sets them, in every case', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gofmt-'))
  for (const [name, request] of cases) {
    for (const body of ['structure', 'text'] as const) {
      const { files } = goNetHttp.generate(request, { name: 'sample', body, secrets: 'shown' })
      writeFileSync(join(folder, `${name}-${body}.go`), files[0]?.text ?? '')
    }
  }
  const { stdout, stderr, status } = spawnSync('gofmt', ['-d', folder], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  expect([status, stderr, stdout]).toEqual([0, '', ''])
})
