import { COMPILED, testJsonTools } from './json-tools.ts'

testJsonTools(id => COMPILED.includes(id))
