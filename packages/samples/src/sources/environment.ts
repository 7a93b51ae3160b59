import type { Input } from '../request/input.ts'
import { oncePerText } from '../request/once.ts'
import { words } from '../request/words.ts'

/**
 * Variables that shells, systems or interpreters use themselves, and the two of which one is among them: a name and its
 * password should look alike.
 */
const TAKEN =
  /^(?:path|home|user|username|password|logname|shell|term|lang|language|lc_.*|pwd|oldpwd|tmp|temp|tmpdir|tz|host|hostname|ifs|mail|editor|pager|display|u?id|euid|ppid|seconds|random|lineno|reply|groups|funcname|pipestatus|columns|lines|opt(?:arg|ind|err)|ps\d|os|ostype|hosttype|machtype|cc|cflags|status|(?:https?|all|no|ftp)_proxy|(?:bash|curl|ld|node|npm|python|perl|ruby|java|go|php|lua|tcl|cargo|rust|xdg|ssl|git)(?:_.*)?)$/i

/** The environment variable of each input: `appId` → `APP_ID`; no two are the same. */
export function environmentNames(inputs: readonly Pick<Input, 'name' | 'kind'>[]): string[] {
  const given = new Set<string>()
  return inputs.map(input => {
    const wanted = wantedName(input)
    let name = wanted
    for (let count = 2; given.has(name); count += 1) name = `${wanted}_${count}`
    given.add(name)
    return name
  })
}

function wantedName({ name, kind }: Pick<Input, 'name' | 'kind'>): string {
  if (kind === 'baseUrl') return 'BASE_URL'
  if (kind === 'timeout') return 'TIMEOUT_SECONDS'
  return variableOf(name)
}

const variableOf = oncePerText(name => {
  const ascii = words(name).flatMap(word => word.match(/[a-z0-9]+/g) ?? [])
  const joined = ascii.join('_').toUpperCase()
  if (joined === '') return 'INPUT'
  return TAKEN.test(joined) || /^\d/.test(joined) ? `API_${joined}` : joined
})
