import { COMPILED, testJsonTools } from '../run/json-tools.ts'

testJsonTools(id => !COMPILED.includes(id))
