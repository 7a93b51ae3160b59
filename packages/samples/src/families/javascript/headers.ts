import { propertyKey } from '../../languages/javascript.ts'
import { together } from '../../program/headers.ts'
import { type Plan, withContentType } from '../../program/plan.ts'
import type { Header } from '../../request/pair.ts'
import type { JavaScriptProgram } from './program.ts'

/** The members of an object of headers; those of a signed request are spread from `signed`. */
export function headerMembers(program: JavaScriptProgram): string[] {
  const { plan } = program
  const members = together(sentHeaders(plan)).map(
    ({ name, value }) => `${propertyKey(name)}: ${headerValue(value, program)},`,
  )
  const own = authorization(program)
  return own === undefined ? members : [...members, own]
}

/** A form says by itself what it is. */
function sentHeaders(plan: Plan): Header[] {
  return plan.body.kind === 'form' ? [...plan.headers] : withContentType(plan)
}

function authorization(program: JavaScriptProgram): string | undefined {
  const { auth } = program.plan
  switch (auth.kind) {
    case 'none':
      return undefined
    case 'basic': {
      const pair = program.text([...auth.username, ':', ...auth.password])
      return `Authorization: \`Basic \${Buffer.from(${pair}).toString('base64')}\`,`
    }
    case 'jwt':
    case 'oauth2':
      return 'Authorization: `Bearer ${token}`,'
    case 'digest':
    case 'oauth1':
    case 'awsSigV4':
      return '...signed,'
  }
}

/** Headers carry bytes: what is beyond Latin-1 is put as the bytes of its UTF-8. */
function headerValue(value: Header['value'], program: JavaScriptProgram): string {
  const text = program.text(value)
  const isPlain = value.every(part => typeof part !== 'string' || /^[ -~\t]*$/.test(part))
  return isPlain ? text : `Buffer.from(${text}).toString('latin1')`
}
