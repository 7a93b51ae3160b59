import { plainCode, spaced } from '../../families/plain/code.ts'
import type { Dialect } from '../../families/plain/dialect.ts'

import { csharp } from '../../languages/plain/csharp.ts'
import { signingNotes } from '../../program/notes.ts'
import { planOf, titleOf } from '../../program/plan.ts'
import { joinedBy } from '../../program/program.ts'
import { wrap } from '../../program/structure.ts'
import type { ReadItem } from '../../reply/reading.ts'
import { block, fileText } from '../../writer/lines.ts'
import type { Target } from '../target.ts'
import { FUNCTIONS } from './functions.ts'

const TAB = '    '

export const csharpHttpClient: Target = {
  id: 'csharp-httpclient',
  language: 'C#',
  title: 'C# with HttpClient',
  extension: 'cs',
  proof: 'parsed',
  options: ['body', 'secrets'],
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2'])
    const { main, functions } = plainCode(plan, dialect)
    const text = fileText(
      csharp.comment(titleOf(plan)),
      'using System.Globalization;',
      'using System.Numerics;',
      'using System.Text;',
      'using System.Text.Json;',
      'using System.Text.Json.Nodes;',
      '',
      main,
      '',
      spaced(functions),
      '',
      'record Answer(int Status, string Text);',
    )
    return {
      files: [
        { name: 'Program.cs', text },
        { name: `${options.name}.csproj`, text: PROJECT },
      ],
      install: [],
      run: 'dotnet run',
      notes: [...request.notes, ...signingNotes(plan)],
    }
  },
}

const PROJECT = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
</Project>
`

const dialect: Dialect = {
  language: csharp,
  casing: 'camel',
  tab: TAB,
  fixed: ['answer', 'body', 'boundary', 'granted', 'headers', 'parts', 'reply', 'token', 'tokenHeaders', 'url'],
  text: joinedBy(' + ', csharp.string),
  functions: FUNCTIONS,
  call: (name, args) =>
    `${name === 'send' ? 'await ' : ''}${name.charAt(0).toUpperCase()}${name.slice(1)}(${args.join(', ')})`,
  declare: (name, value) => wrap(value, `var ${name} = `, ';'),
  structure: {
    object: ['new JsonObject {', '}'],
    array: ['new JsonArray {', '}'],
    emptyObject: 'new JsonObject()',
    emptyArray: 'new JsonArray()',
    separator: ',',
    trailing: true,
  },
  key: name => `[${name}] = `,
  words: { true: 'true', false: 'false', null: 'null' },
  list: (of, items) => {
    const type = of === 'headers' ? 'new List<(string Name, string Value)>' : 'new List<byte[]>'
    if (items.length === 0) return [`${type}()`]
    return block(
      TAB,
      `${type} {`,
      items.map(item => `${item},`),
      '}',
    )
  },
  pair: (name, value) => `(${name}, ${value})`,
  answer: { status: 'answer.Status', text: 'answer.Text' },
  failed: { any: 'answer.Status / 100 != 2', and: '&&', not: '!=' },
  when: (condition, body) => block(TAB, `if (${condition}) {`, body, '}'),
  isFilled: text => `${text} != ""`,
  value: (from, path, value, absent) =>
    `${absent ? 'Optional' : 'Value'}${kindOf(value)}(${[from, ...path].join(', ')})`,
  orNone: list => `${list} ?? new JsonArray()`,
  isThere: name => `${name} != null`,
  shown: (name, { kind }) => {
    if (kind === 'boolean') return `(${name} == true ? "true" : "false")`
    return kind === 'string' ? name : `Shown(${name})`
  },
  print: text => `Console.WriteLine(${text});`,
  each: (list, item, index, isNullable, body, value) =>
    block(
      TAB,
      `foreach (var (${index}, node${capital(item)}) in Numbered(${list})) {`,
      [
        isNullable && `if (node${capital(item)} == null) continue;`,
        `var ${item} = ${value.kind === 'record' ? `node${capital(item)}` : `Value${kindOf(value)}(node${capital(item)})`};`,
        body,
      ],
      '}',
    ),
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** An integer is a `BigInteger` where 64 bits may be too few. */
function kindOf(value: ReadItem): string {
  switch (value.kind) {
    case 'string':
      return 'Text'
    case 'integer':
      return value.size === 'big' ? 'BigInteger' : 'Integer'
    case 'number':
      return 'Number'
    case 'boolean':
      return 'Boolean'
    case 'list':
      return 'List'
    case 'map':
    case 'record':
      return 'Object'
    case 'any':
    case 'null':
      return 'Node'
  }
}
