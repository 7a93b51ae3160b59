import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { targets } from '../src/targets/index.ts'
import type { Options } from '../src/targets/target.ts'
import { cases } from './cases.ts'

const OPTIONS: Options = { name: 'sample', body: 'structure', secrets: 'hidden' }

/** Kept small: the request of the model page, and one whose reply has lists, optional values and null. */
const GOLDEN = ['create-integration-key', 'json-list-of-records']

test('the folders of the targets are the list', () => {
  const folders = readdirSync(new URL('../src/targets', import.meta.url), { withFileTypes: true })
  const names = folders.filter(entry => entry.isDirectory()).map(({ name }) => name)
  expect(targets.map(({ id }) => id).toSorted()).toEqual(names.toSorted())
})

test('there are at least 60 cases', () => expect(cases.length).toBeGreaterThanOrEqual(60))

describe.each(targets.map(target => [target.id, target] as const))('%s', (id, target) => {
  test.each(GOLDEN)('writes %s as its golden file says', async name => {
    const request = cases.find(([own]) => own === name)?.[1]
    if (request === undefined) throw new Error(`there is no case ${name}`)
    const sample = target.generate(request, OPTIONS)
    const golden = new URL(`../src/targets/${id}/golden/${name}.${target.extension}.txt`, import.meta.url)
    await expect(sample.files[0]?.text).toMatchFileSnapshot(golden.pathname)
  })

  test('writes every case, the same each time, whole, and changes nothing of it', () => {
    for (const [name, request] of cases) {
      for (const options of [OPTIONS, { ...OPTIONS, body: 'text', secrets: 'shown' } as const]) {
        const sample = target.generate(request, options)
        expect(target.generate(request, options), name).toEqual(sample)
        expect(sample.run, name).not.toBe('')
        for (const { text } of sample.files) {
          expect(text.endsWith('\n') && !text.endsWith('\n\n'), `${name} ends with one line end`).toBe(true)
          expect(text, `${name} holds an object as text`).not.toContain('[object Object]')
        }
      }
    }
  })

  test('leaves no placeholder, and reads every input from the environment', () => {
    for (const [name, request] of cases) {
      const { files, notes } = target.generate(request, OPTIONS)
      const text = files.map(file => file.text).join('\n')
      for (const input of request.inputs) {
        expect(text, name).not.toContain(`{{${input.name}}}`)
        expect(text, name).not.toMatch(new RegExp(`/:${RegExp.escape(input.name)}\\b`))
      }
      const isUnsigned = notes.some(note => note.includes('does not sign'))
      for (const { env } of isUnsigned ? [] : request.inputs) expect(text, `${name}: ${env}`).toContain(env)
    }
  })
})
