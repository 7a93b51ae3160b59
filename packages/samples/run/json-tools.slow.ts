import { PREPARED, testJsonTools } from './json-tools.ts'

testJsonTools(id => PREPARED.includes(id))
