import { PREPARED, testJsonTools } from '../run/json-tools.ts'

testJsonTools(id => !PREPARED.includes(id))
