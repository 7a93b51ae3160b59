import { PasswordInput, Stack, Text, Textarea } from '@mantine/core'
import { useEffect, useState } from 'react'
import { CodeBlock } from '../../ui/code/code-block.tsx'
import { Problem } from '../../ui/problem.tsx'
import { Section } from '../../ui/section.tsx'
import { isSignedWith, read, type Token } from './jwt.ts'
import classes from './take-apart.module.css'
import { stateOf, timesOf } from './times.ts'

interface Props {
  readonly token: string
  readonly onChange: (token: string) => void
}

/** What a token says, and whether a secret signed it. */
export function TakeApart({ token, onChange }: Props) {
  const [secret, setSecret] = useState('')
  const text = token.trim().replace(/^bearer\s+/i, '')
  const parsed = text === '' ? undefined : tryRead(text)
  return (
    <Section title="Take a token apart" lead="Its signature is checked when the secret is given as well.">
      <Textarea
        label="Token"
        placeholder="eyJ…"
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: classes.token ?? '' }}
        value={token}
        onChange={event => onChange(event.currentTarget.value)}
      />
      <PasswordInput
        label="Secret (only to check the signature)"
        autoComplete="off"
        value={secret}
        onChange={event => setSecret(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the secret that checks' }}
      />
      {parsed instanceof Error ? <Problem title="This is not a JSON Web Token" error={parsed} /> : null}
      {parsed === undefined || parsed instanceof Error ? null : <Parts token={parsed} text={text} secret={secret} />}
    </Section>
  )
}

function Parts({ token, text, secret }: { readonly token: Token; readonly text: string; readonly secret: string }) {
  const signature = useSignature(text, secret)
  const now = Date.now() / 1000
  return (
    <Stack>
      <dl className={classes.facts} aria-live="polite">
        <dt>Time</dt>
        <dd>{stateOf(token.claims, now)}</dd>
        {timesOf(token.claims, now).map(({ name, words }) => (
          <div key={name} className={classes.fact}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ))}
        <dt>Signature</dt>
        <dd>
          {signature instanceof Error ? (
            <Text span c="var(--mantine-color-error)" inherit>
              {signature.message}
            </Text>
          ) : (
            signature
          )}
        </dd>
      </dl>
      <CodeBlock code={JSON.stringify(token.header, null, 2)} language="json" label="Header" />
      <CodeBlock code={JSON.stringify(token.claims, null, 2)} language="json" label="Claims" />
    </Stack>
  )
}

/** What there is to say of the signature; an error where it is not this secret's. */
function useSignature(text: string, secret: string): string | Error {
  const [said, setSaid] = useState<string | Error>('not checked')
  useEffect(() => {
    let isOver = false
    const say = (words: string | Error) => {
      if (!isOver) setSaid(words)
    }
    if (secret === '') say('not checked')
    else
      isSignedWith(read(text), secret).then(
        isRight => say(isRight ? 'made with this secret' : new Error('not made with this secret')),
        error => say(error instanceof Error ? error : new Error(String(error))),
      )
    return () => {
      isOver = true
    }
  }, [text, secret])
  return said
}

function tryRead(text: string): Token | Error {
  try {
    return read(text)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
