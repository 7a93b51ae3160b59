import { Button, NativeSelect, PasswordInput, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { type Claims, type Scope, scopeOf, sign } from './jwt.ts'

const SCOPES: readonly Scope[] = ['account', 'app', 'integration']
const LIFETIMES = [
  { value: '900', label: '15 minutes' },
  { value: '3600', label: 'An hour' },
  { value: '86400', label: 'A day' },
  { value: '2592000', label: '30 days' },
  { value: '', label: 'For ever' },
]
/** The form itself decides these. */
const RESERVED = ['scope', 'iat', 'exp']

/** Signs a token with a key. @param onMade is told the token */
export function MakeToken({ onMade }: { readonly onMade: (token: string) => void }) {
  const [keyId, setKeyId] = useState('')
  const [secret, setSecret] = useState('')
  const [scope, setScope] = useState<Scope>()
  const [lifetime, setLifetime] = useState('3600')
  const [more, setMore] = useState('')
  const [made, setMade] = useState<string>()
  const [problem, setProblem] = useState<unknown>()
  const chosen = scope ?? scopeOf(keyId.trim()) ?? 'integration'

  async function make(): Promise<void> {
    setMade(undefined)
    try {
      const token = await sign(needed(keyId.trim(), 'The key id'), needed(secret, 'The secret'), {
        ...readClaims(more),
        scope: chosen,
        ...timesFor(lifetime),
      })
      setProblem(undefined)
      setMade(token)
      onMade(token)
    } catch (error) {
      setProblem(error)
    }
  }

  return (
    <Section title="Make a token">
      <form
        noValidate
        aria-label="Make a token"
        onSubmit={event => {
          event.preventDefault()
          make()
        }}
      >
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              label="Key id"
              placeholder="int_…"
              autoComplete="off"
              spellCheck={false}
              required
              value={keyId}
              onChange={event => setKeyId(event.currentTarget.value)}
            />
            <PasswordInput
              label="Secret"
              autoComplete="off"
              required
              value={secret}
              onChange={event => setSecret(event.currentTarget.value)}
              visibilityToggleButtonProps={{ 'aria-label': 'Show the secret' }}
            />
            <NativeSelect
              label="Scope"
              data={[...SCOPES]}
              value={chosen}
              onChange={event => setScope(event.currentTarget.value as Scope)}
            />
            <NativeSelect
              label="Good for"
              data={LIFETIMES}
              value={lifetime}
              onChange={event => setLifetime(event.currentTarget.value)}
            />
          </SimpleGrid>
          <Textarea
            label="More claims"
            description="A JSON object, or nothing."
            placeholder='{ "userId": "42" }'
            autosize
            spellCheck={false}
            value={more}
            onChange={event => setMore(event.currentTarget.value)}
          />
          {problem === undefined ? null : <Problem title="No token was made" error={problem} />}
          <Button type="submit" w="fit-content">
            Sign
          </Button>
        </Stack>
      </form>
      {made === undefined ? null : (
        <Stack>
          <CodeBlock code={made} language="text" label="Token" />
          <CodeBlock code={curlWith(made, chosen)} language="bash" label="A request with the token" />
        </Stack>
      )}
    </Section>
  )
}

function needed(text: string, name: string): string {
  if (text === '') throw new Error(`${name} is missing`)
  return text
}

function timesFor(lifetime: string): Claims {
  const issued = Math.floor(Date.now() / 1000)
  return lifetime === '' ? { iat: issued } : { iat: issued, exp: issued + Number(lifetime) }
}

function readClaims(text: string): Claims {
  if (text.trim() === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Error(`The claims are not JSON: ${error instanceof Error ? error.message : error}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The claims are not a JSON object')
  const decided = RESERVED.find(name => Object.hasOwn(value, name))
  if (decided !== undefined) throw new Error(`The claim ${decided} follows from the other fields`)
  return value as Claims
}

const PATHS: Readonly<Record<Scope, string>> = {
  account: '/v2/apps',
  app: '/v2/apps/$APP_ID',
  integration: '/v2/apps/$APP_ID/integrations/me/webhooks',
}

const curlWith = (token: string, scope: Scope) =>
  `curl -H 'authorization: Bearer ${token}' "${location.origin}${PATHS[scope]}"`
