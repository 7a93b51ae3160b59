import { expect, test } from 'vitest'
import { progressBar } from './progress.ts'

function written(steps: number): string[] {
  const texts: string[] = []
  const bar = progressBar({ write: text => texts.push(text) })
  for (let done = 1; done <= steps; done += 1) bar(done, steps)
  return texts
}

test('long work shows how far it is, in one line that is gone at the end', () => {
  const texts = written(1_000)
  expect(texts.length).toBeLessThan(40)
  expect(texts[15]).toMatch(/^\r\[#{15} {15}\] \d+ of 1000$/)
  expect(texts.at(-1)).toBe('\r\u001b[K')
})

test('short work shows nothing', () => {
  expect(written(5)).toEqual([])
})
