import { readCases } from '../run/cases.ts'

/** Every case, deep-frozen: a target that changed its request would throw. */
export const cases = [...(await readCases())]
