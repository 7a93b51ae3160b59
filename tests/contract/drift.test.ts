import { existsSync, readFileSync } from 'node:fs'
import { declaredEvents, operations } from '@parhelion/contract'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { ALLOWED_COUNT, allowedDifferences, OFFICIAL_VERSION } from './allowed-differences.ts'
import { compare } from './compare.ts'
import type { Facts } from './facts.ts'
import { ourFacts, plantedDrifts } from './planted-drifts.ts'
import { readFacts } from './read-document.ts'

const committed = new URL('./official-17.12.1.json', import.meta.url)
const official = JSON.parse(readFileSync(committed, 'utf8')) as Facts
/** Stands beside the repository where the contract is worked on; elsewhere the committed facts have to do. */
const officialFile = new URL('../../../shared/reference/openapi.yaml', import.meta.url)

const { differences, compared, lacking } = compare(ourFacts(), official)
const isAllowed = (difference: string) => allowedDifferences.some(({ covers }) => covers.test(difference))

describe('the contract', () => {
  test('agrees with the official file in every fact but the allowed differences', () => {
    expect(differences.filter(difference => !isAllowed(difference))).toEqual([])
  })

  test('is compared whole', ({ annotate }) => {
    const own = operations.filter(operation => 'extension' in operation && operation.extension === true)
    expect(compared).toHaveLength(operations.length - own.length)
    expect(compared).toHaveLength(68)
    expect(lacking).toEqual([])
    expect(Object.keys(declaredEvents)).toHaveLength(25)
    const summary = `${compared.length} operations and 25 events agree with the official file`
    console.info(summary)
    return annotate(summary)
  })
})

describe('the allowed differences', () => {
  test('are those of this version of the file', () => {
    expect(official.version).toBe(OFFICIAL_VERSION)
  })

  test.each(allowedDifferences.map(({ covers, reason }) => [reason, covers] as const))(
    'are needed: %s',
    (_, covers) => {
      expect(differences.some(difference => covers.test(difference))).toBe(true)
    },
  )

  test('are matched from beginning to end', () => {
    for (const { covers } of allowedDifferences) expect(covers.source).toMatch(/^\^.+\$$/)
  })

  test('only become fewer', () => {
    expect(allowedDifferences).toHaveLength(ALLOWED_COUNT)
  })
})

describe('the comparison', () => {
  const known = new Set(differences)

  test.each(plantedDrifts)('reports %s', (_fault, plant, reported) => {
    const found = compare(ourFacts(plant), official).differences.filter(difference => !known.has(difference))
    expect(found).toEqual(reported)
    expect(found.filter(isAllowed)).toEqual([])
  })

  test('finds nothing between a document and itself', () => {
    expect(compare(ourFacts(), ourFacts()).differences.filter(one => !one.includes('extension'))).toEqual([])
    const whole = compare(official, official)
    expect(whole).toEqual({ differences: [], compared: Object.keys(official.operations), lacking: [] })
  })

  test('names the operations that are lacking', () => {
    const facts = ourFacts(document => {
      delete document.paths?.['/v2/apps']?.post
    })
    expect(compare(facts, official).lacking).toEqual(['CreateApp'])
    expect(compare(facts, official).compared).not.toContain('CreateApp')
  })
})

describe('the committed facts', () => {
  test.skipIf(!existsSync(officialFile))('are what `npm run official-facts` makes of the file', () => {
    expect(readFacts(parse(readFileSync(officialFile, 'utf8')))).toEqual(official)
  })

  test('cover the 68 operations of the file', () => {
    expect(Object.keys(official.operations)).toHaveLength(68)
  })

  test('hold names and numbers, no texts of the file', () => {
    const texts = stringsIn(official).filter(text => /\s/.test(text))
    // A default is a value, however it reads.
    expect(texts).toEqual(['New message from {appName}'])
  })
})

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}
