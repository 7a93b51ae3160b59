import { Checkbox, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import { type Draft, type FormSchema, isGroup, kindOf, type Problems, pathOf } from './draft.ts'
import classes from './schema-form.module.css'
import { labelOf, Words } from './words.tsx'

interface FieldsProps {
  /** Of an object. */
  readonly schema: FormSchema
  readonly path?: string
  readonly draft: Draft
  readonly problems: Problems
  readonly isSecret: (path: string) => boolean
  readonly onChange: (draft: { readonly [name: string]: Draft }) => void
  /** Properties that the form does not ask for. */
  readonly without?: readonly string[]
  /** Optional properties that stand with the required ones. */
  readonly upFront?: readonly string[]
}

/** Asks for the properties of an object: what is required first, the rest in a part that opens. */
export function SchemaFields({
  schema,
  path = '',
  draft,
  problems,
  isSecret,
  onChange,
  without = [],
  upFront = [],
}: FieldsProps) {
  const drafts = isGroup(draft) ? draft : {}
  const required = schema.required ?? []
  const names = Object.keys(schema.properties ?? {}).filter(name => !without.includes(name))
  const first = names.filter(name => required.includes(name) || upFront.includes(name))
  const rest = names.filter(name => !first.includes(name))
  const field = (name: string) => (
    <SchemaField
      key={name}
      name={name}
      path={pathOf(path, name)}
      schema={schema.properties?.[name] ?? {}}
      required={required.includes(name)}
      draft={drafts[name]}
      problems={problems}
      isSecret={isSecret}
      onChange={value => onChange({ ...drafts, [name]: value })}
    />
  )
  const hasProblem = rest.some(name => Object.keys(problems).some(one => one.startsWith(pathOf(path, name))))
  return (
    <div className={classes.fields}>
      {first.map(field)}
      {rest.length === 0 ? null : (
        <details className={classes.more} open={hasProblem || first.length === 0}>
          <summary>{rest.length === 1 ? 'One optional property' : `${rest.length} optional properties`}</summary>
          <div className={classes.fields}>{rest.map(field)}</div>
        </details>
      )}
    </div>
  )
}

interface FieldProps {
  readonly name: string
  /** Where it stands in the whole form, such as `webhooks.target`. */
  readonly path: string
  readonly schema: FormSchema
  readonly required: boolean
  readonly draft: Draft
  readonly problems: Problems
  /** Whether what is typed must not be seen by who looks on. */
  readonly isSecret: (path: string) => boolean
  readonly onChange: (draft: Draft) => void
}

/** Asks for one value of a schema, in the way its type wants. */
function SchemaField(props: FieldProps) {
  const { path, schema, required, draft, onChange } = props
  const shared = {
    label: labelOf(props.name),
    description: schema.description === undefined ? undefined : <Words text={schema.description} />,
    error: props.problems[path],
    required,
    name: path,
  }
  const text = typeof draft === 'string' ? draft : ''
  const typed = { ...shared, value: text, autoComplete: 'off', spellCheck: false, placeholder: exampleOf(schema) }
  switch (kindOf(schema)) {
    case 'flag':
      return (
        <Checkbox
          {...shared}
          // Unlike a text, a mark is always an answer.
          required={false}
          checked={typeof draft === 'boolean' ? draft : schema.default === true}
          onChange={event => onChange(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...shared}
          value={text}
          data={[{ value: '', label: unchosen(schema) }, ...(schema.enum ?? [])]}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )
    case 'choices':
      return (
        <Checkbox.Group {...shared} value={Array.isArray(draft) ? [...draft] : []} onChange={onChange}>
          <div className={classes.choices}>
            {schema.items?.enum?.map(value => (
              <Checkbox key={value} value={value} label={value === '*' ? '* (everything)' : value} />
            ))}
          </div>
        </Checkbox.Group>
      )
    case 'one':
    case 'group':
      return <Group {...props} />
    case 'lines':
    case 'json':
      return (
        <Textarea
          {...typed}
          autosize
          minRows={2}
          label={`${shared.label} (${kindOf(schema) === 'json' ? 'as JSON' : 'one on each line'})`}
          onChange={event => onChange(event.currentTarget.value)}
        />
      )
    default:
      return props.isSecret(path) ? (
        <PasswordInput
          {...typed}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': `Show: ${shared.label}` }}
          onChange={event => onChange(event.currentTarget.value)}
        />
      ) : (
        <TextInput {...typed} onChange={event => onChange(event.currentTarget.value)} />
      )
  }
}

function Group({ name, path, schema, draft, problems, isSecret, onChange }: FieldProps) {
  const group = kindOf(schema) === 'one' ? (schema.items ?? {}) : schema
  return (
    <fieldset className={classes.group}>
      <legend>{labelOf(name)}</legend>
      {schema.description === undefined ? null : (
        <p className={classes.description}>
          <Words text={schema.description} />
        </p>
      )}
      <SchemaFields
        schema={group}
        path={path}
        draft={draft}
        problems={problems}
        isSecret={isSecret}
        onChange={onChange}
      />
    </fieldset>
  )
}

const exampleOf = ({ examples = [], default: usual }: FormSchema): string | undefined => {
  const shown = usual ?? examples[0]
  return typeof shown === 'string' || typeof shown === 'number' ? String(shown) : undefined
}

const unchosen = ({ default: usual }: FormSchema) => (typeof usual === 'string' ? `as usual: ${usual}` : 'Choose …')
