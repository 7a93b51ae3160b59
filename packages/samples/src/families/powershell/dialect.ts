import { insideQuotes, powershell } from '../../languages/windows/powershell.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import type { Interpolation, Piece } from '../../program/pieces.ts'
import { wrap } from '../../program/structure.ts'
import type { ReadItem } from '../../reply/reading.ts'
import type { JsonTemplate } from '../../request/json.ts'
import { fixedText } from '../../request/template.ts'
import { block, type Code, fileText } from '../../writer/lines.ts'
import { spaced } from '../plain/code.ts'
import type { Dialect } from '../plain/dialect.ts'
import { FUNCTIONS } from './functions.ts'

export const TAB = '    '

/** Where texts pass between programs; else they have the character set of the system. */
export const UTF8 = '[Console]::OutputEncoding = [System.Text.UTF8Encoding]::new()'

/** One text between double quotes, with values in it. */
const interpolation: Interpolation = {
  literal: powershell.string,
  combine: pieces => `"${pieces.map(inText).join('')}"`,
}

function inText(piece: Piece): string {
  if (typeof piece === 'string') return insideQuotes(piece)
  if (/^\$\w+$/.test(piece.code)) return `\${${piece.code.slice(1)}}`
  return piece.code.startsWith('(') ? `$${piece.code}` : `$(${piece.code})`
}

/**
 * An expression is a literal, a variable, a list or a map, or a call between parentheses, so that each can be an argument.
 * What ends a program is a line, not an expression.
 */
export const dialect: Dialect = {
  language: powershell,
  casing: 'camel',
  prefix: '$',
  tab: TAB,
  fixed: [
    'answer',
    'body',
    'boundary',
    'granted',
    'headers',
    'output',
    'parts',
    'reply',
    'token',
    'tokenHeaders',
    'url',
  ],
  text: interpolation,
  functions: FUNCTIONS,
  call: (name, args) => {
    const words = args.map(arg => (name === 'json' && arg === '\n' ? '(\n)' : arg))
    const call = [capital(name), ...words].join(' ')
    return name === 'fail' ? call : `(${call})`
  },
  called: name => new RegExp(`(?:^|[({=,]) *${capital(name)}\\b(?!-)`, 'm'),
  declare: (name, value) => wrap(bare(value), `${name} = `),
  structure: {
    object: ['[ordered]@{', '}'],
    array: ['@(', ')'],
    separator: '',
    itemSeparator: ',',
    trailing: false,
  },
  key: name => `${name} = `,
  carries: json => carries(json, DEPTH_MAX),
  words: { true: '$true', false: '$false', null: '$null' },
  list: (of, items) => {
    const [open, close] = of === 'headers' ? ['@{', '}'] : ['@(', ')']
    if (items.length === 0) return [open + close]
    const separator = of === 'headers' ? '' : ','
    return block(
      TAB,
      open,
      items.map((item, at) => (at < items.length - 1 ? item + separator : item)),
      close,
    )
  },
  pair: (name, value) => `${name} = ${value}`,
  answer: { status: '$answer.Status', text: '$answer.Text' },
  failed: { any: '$answer.Status -notin 200..299', and: '-and', not: '-ne' },
  when: (condition, body) => block(TAB, `if (${condition}) {`, body, '}'),
  isFilled: text => `${text} -ne ''`,
  value: (from, path, value, absent) => {
    const names = `@(${path.join(', ')})`
    if (absent && value.kind === 'list') return `(ListOf ${from} ${names})`
    return `(${absent ? 'Optional' : 'Value'} ${from} '${kindOf(value)}' ${names})`
  },
  orNone: list => list,
  isThere: name => `$null -ne ${name}`,
  shown: (name, leaf) => {
    if (leaf.kind === 'boolean') return `${name}.ToString().ToLower()`
    if (leaf.kind === 'number') return `${name}.ToString('R', [cultureinfo]::InvariantCulture)`
    return isPiece(leaf) ? `${name}.GetRawText()` : name
  },
  print: text => `Write-Output ${text}`,
  each: (list, item, index, isNullable, body, value) => [
    `${index} = -1`,
    ...block(
      TAB,
      `foreach (${item} in ${list}) {`,
      [
        `${index}++`,
        isNullable && `if (${item}.ValueKind -eq 'Null') { continue }`,
        value.kind !== 'record' && `${item} = Value ${item} '${kindOf(value)}' @()`,
        body,
      ],
      '}',
    ),
  ],
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

/** A call that stands for itself, without its parentheses. */
function bare(value: readonly string[]): string[] {
  const isCall = value[0]?.startsWith('(') && value.at(-1)?.endsWith(')')
  return value.map((line, at) => {
    const opened = isCall && at === 0 ? line.slice(1) : line
    return isCall && at === value.length - 1 ? opened.slice(0, -1) : opened
  })
}

/** How deep `ConvertTo-Json` goes at most. */
const DEPTH_MAX = 100

/** Maps fold the case of their keys, a list that is alone in another becomes that other, and what lies deep is cut off. */
function carries(json: JsonTemplate, depth: number): boolean {
  if (depth === 0) return json.kind !== 'object' && json.kind !== 'array'
  switch (json.kind) {
    case 'object': {
      const names = json.members.map(({ name }) => fixedText(name)?.toLowerCase())
      return new Set(names).size === names.length && json.members.every(({ value }) => carries(value, depth - 1))
    }
    case 'array':
      return (
        !(json.items.length === 1 && json.items[0]?.kind === 'array') &&
        json.items.every(item => carries(item, depth - 1))
      )
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'input':
      return true
  }
}

/** Of what `Optional` knows; an integer has any size. */
const kindOf = (value: ReadItem): string =>
  wordFor(value, {
    string: 'text',
    integer: 'integer',
    number: 'number',
    boolean: 'boolean',
    list: 'list',
    object: 'object',
    any: 'any',
  })

/** A script: what it says it is, the functions and what calls them. */
export function script(title: string, functions: readonly (readonly string[])[], ...main: readonly Code[]): string {
  return fileText(
    powershell.comment(title),
    '#Requires -Version 7.4',
    'using namespace System.Text.Json',
    '',
    'Set-StrictMode -Version 3.0',
    "$ErrorActionPreference = 'Stop'",
    "$ProgressPreference = 'SilentlyContinue'",
    '',
    functions.length > 0 && [spaced(functions), ''],
    main,
  )
}
