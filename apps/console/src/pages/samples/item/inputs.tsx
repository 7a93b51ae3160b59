import { Group, PasswordInput, Switch, TextInput } from '@mantine/core'
import { InlineMarkdown } from '../../../ui/markdown.tsx'
import type { ItemPage } from '../engine/protocol.ts'
import { faultOf } from '../input-type.ts'
import { setSwitches, useSwitches } from '../manner.ts'
import { setValue, useValues } from '../values.ts'
import classes from './item.module.css'
import { Section } from './section.tsx'

type Input = ItemPage['inputs'][number]

/** What the program takes from its surroundings; what is typed here becomes the default of it. */
export function Inputs({ inputs }: Pick<ItemPage, 'inputs'>) {
  const values = useValues()
  const { secretsInCode } = useSwitches()
  const hasSecret = inputs.some(({ kind }) => kind === 'secret')
  const aside = hasSecret ? (
    <Switch
      size="xs"
      label="Write secrets into the code"
      checked={secretsInCode}
      onChange={event => setSwitches({ secretsInCode: event.currentTarget.checked })}
    />
  ) : undefined
  return (
    <Section title="Inputs" aside={aside}>
      <div className={classes.inputs}>
        {inputs.map(input => (
          <Field key={input.name} input={input} value={values[input.name] ?? ''} />
        ))}
      </div>
    </Section>
  )
}

function Field({ input, value }: { readonly input: Input; readonly value: string }) {
  const isSecret = input.kind === 'secret'
  const Kind = isSecret ? PasswordInput : TextInput
  return (
    <Kind
      size="sm"
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      label={
        <Group gap={6} component="span" display="inline-flex">
          {input.name}
          <code className={classes.env}>{input.env}</code>
        </Group>
      }
      description={<InlineMarkdown text={descriptionOf(input)} />}
      placeholder={input.default ?? (isSecret ? '' : input.example) ?? ''}
      value={value}
      error={value === '' ? undefined : faultOf(input, value)}
      onChange={event => setValue(input.name, event.currentTarget.value)}
      autoComplete="off"
      spellCheck={false}
      // A password manager would keep what must not be kept.
      data-1p-ignore
      data-lpignore="true"
    />
  )
}

function descriptionOf({ description, kind, required }: Input): string {
  const own = description?.split('\n')[0] || MEANINGS[kind]
  return [own, required ? '' : 'Has a default.'].filter(Boolean).join(' ')
}

const MEANINGS: Readonly<Record<Input['kind'], string>> = {
  variable: '',
  path: 'Part of the address.',
  credential: 'Says who calls.',
  secret: 'Kept in memory only.',
  baseUrl: 'Where addresses begin.',
  file: 'Path of a file on your machine.',
  timeout: 'Seconds to wait for the answer.',
}
