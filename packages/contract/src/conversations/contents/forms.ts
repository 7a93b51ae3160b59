import { limits } from '../../kit/limits.ts'
import { choice, flag, text } from '../../kit/schema.ts'
import { Type } from '../../kit/type.ts'
import { blockChatInput, typeOf } from './shared.ts'

const name = (description: string, example: string) =>
  text({ description, minLength: 1, maxLength: limits.nameLength, examples: [example] })

const shared = {
  type: choice(['email', 'select', 'text'], { description: 'What is asked for.' }),
  name: name('Name of the field, for programs.', 'full_name'),
  label: name('Name of the field, for people.', 'Your name?'),
  text: Type.Optional(text({ description: 'Answer to a field of type text.', minLength: 1, maxLength: 256 })),
  email: Type.Optional(
    text({ description: 'Answer to a field of type email.', minLength: 1, maxLength: limits.nameLength }),
  ),
  select: Type.Optional(
    Type.Array(Type.Unsafe<{ readonly name?: string; readonly label?: string }>({ type: 'object' }), {
      description: 'The options that were chosen.',
    }),
  ),
  format: Type.Optional(
    choice(['integer', 'decimal'], { description: 'What may be typed into a field of type text.' }),
  ),
}

const size = (description: string, byDefault: number) =>
  Type.Optional(Type.Integer({ description, default: byDefault, minimum: 1, maximum: 256 }))

const options = Type.Optional(
  Type.Array(
    Type.Object({
      label: Type.Optional(name('The option, for people.', 'Tacos')),
      name: Type.Optional(name('The option, for programs.', 'tacos')),
    }),
    { description: 'What there is to choose in a field of type select.', maxItems: limits.formOptions },
  ),
)

const formField = Type.Object(
  {
    ...shared,
    placeholder: Type.Optional(name('Shown in the empty field.', 'Type your name')),
    minSize: size('Characters, or options, at least.', 1),
    maxSize: size('Characters, or options, at most.', 128),
    options,
  },
  { title: 'FormField' },
)

const formResponseField = Type.Object(
  {
    ...shared,
    quotedMessageId: Type.Optional(text({ description: 'The form that is answered.', writeOnly: true })),
  },
  { title: 'FormResponseField' },
)

export const form = Type.Object(
  {
    type: typeOf('form'),
    submitted: Type.Optional(flag({ description: 'Whether it was answered.', readOnly: true })),
    blockChatInput,
    fields: Type.Array(formField, { description: 'What is asked.', minItems: 1, maxItems: limits.formFields }),
    text: Type.Optional(text({ description: 'Said in place of the form on channels without forms.' })),
  },
  { title: 'FormMessage' },
)

export const formResponse = Type.Object(
  {
    type: typeOf('formResponse'),
    fields: Type.Array(formResponseField, { description: 'The answers.', minItems: 1, maxItems: limits.formFields }),
    textFallback: Type.Optional(text({ description: 'The answers as text, a line each.', readOnly: true })),
  },
  { title: 'FormResponseMessage' },
)
