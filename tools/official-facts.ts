/**
 * Writes what the official OpenAPI file says about names, types, limits, statuses and scopes, without its texts and
 * examples, for checkouts that do not have the file: `npm run official-facts [file]`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readFacts } from '../tests/contract/read-document.ts'

const source = process.argv[2] ?? new URL('../../shared/reference/openapi.yaml', import.meta.url)
const facts = readFacts(parse(readFileSync(source, 'utf8')))
const target = new URL(`../tests/contract/official-${facts.version}.json`, import.meta.url)
writeFileSync(target, `${JSON.stringify(facts)}\n`)
console.log(`${Object.keys(facts.operations).length} operations of version ${facts.version}: ${target.pathname}`)
