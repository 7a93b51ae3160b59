import { type Operation, operations } from '@parhelion/contract'
import { expect, test } from 'vitest'
import { testServer } from '../testing/test-server.ts'

const { anonymous } = await testServer()
const all: readonly Operation[] = operations

interface Described {
  readonly operationId: string
  readonly 'x-codeSamples': readonly { readonly lang: string; readonly label: string; readonly source: string }[]
}

test('each operation in the reference comes with a program in each language, for this very server', async () => {
  const { body } = await anonymous.send('GET', '/openapi.json')
  const { paths, servers } = body as { paths: Record<string, Record<string, Described>>; servers: { url: string }[] }
  const described = Object.values(paths).flatMap(item => Object.values(item))
  expect(described.map(({ operationId }) => operationId).sort()).toEqual(all.map(({ id }) => id).sort())
  for (const { operationId, 'x-codeSamples': samples } of described) {
    expect(samples.length, operationId).toBeGreaterThanOrEqual(2)
    expect(new Set(samples.map(({ label }) => label)).size).toBe(samples.length)
    for (const { source } of samples) {
      expect(source).toContain(servers[0]?.url)
      expect(source).not.toContain('{{')
    }
  }
})

test('those who ask at once get the same document', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => anonymous.send('GET', '/openapi.json')))
  for (const { body } of answers) expect(body).toEqual(answers[0]?.body)
})
