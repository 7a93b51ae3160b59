import { plainCode, spaced } from '../../families/plain/code.ts'
import { plainJson } from '../../families/plain/json.ts'
import { csharp } from '../../languages/plain/csharp.ts'
import { signingNotes } from '../../program/notes.ts'
import { type Plan, planOf, titleOf } from '../../program/plan.ts'
import { type Code, fileText, sections } from '../../writer/lines.ts'
import type { Sample, Target } from '../target.ts'
import { dialect } from './dialect.ts'

export const csharpHttpClient: Target = {
  id: 'csharp-httpclient',
  language: 'C#',
  title: 'C# with HttpClient',
  extension: 'cs',
  proof: 'parsed',
  options: ['body', 'secrets'],
  json: plainJson(dialect, (plan, { main, functions }) =>
    sample(plan, ['Console.OutputEncoding = Encoding.UTF8;', ...main], spaced(functions)),
  ),
  generate(request, options) {
    const plan = planOf(request, options, ['basic', 'oauth2'])
    const { main, functions } = plainCode(plan, dialect)
    const made = sample(plan, main, spaced(functions), 'record Answer(int Status, string Text);')
    return { ...made, notes: [...request.notes, ...signingNotes(plan)] }
  },
}

function sample(plan: Plan, ...parts: readonly Code[]): Sample {
  const text = fileText(
    csharp.comment(titleOf(plan)),
    'using System.Globalization;',
    'using System.Numerics;',
    'using System.Text;',
    'using System.Text.Json;',
    'using System.Text.Json.Nodes;',
    '',
    sections(...parts),
  )
  return {
    files: [
      { name: 'Program.cs', text },
      { name: `${plan.options.name}.csproj`, text: PROJECT },
    ],
    install: [],
    run: 'dotnet run',
    notes: [],
  }
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
