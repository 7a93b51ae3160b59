import type { Collection, Item } from '../../request/collection.ts'
import { ReadError } from '../../request/read-error.ts'
import { assemble, type ReadOptions } from '../assemble.ts'
import { Identities } from '../identities.ts'
import { plainAddress } from '../url.ts'
import { readArguments } from './arguments.ts'
import { readCurlRequest } from './request.ts'
import { shellCommands, type Words } from './shell.ts'
import { cmdCommands, powershellCommands } from './windows.ts'

/** Whether a text calls curl somewhere at the beginning of a line, perhaps after a prompt. */
export function isCurl(text: string): boolean {
  return /^[ \t]*(?:[$%>#][ \t]+)?(?:\w+=\S*[ \t]+)*(?:\S*\/)?curl(?:\.exe)?(?=\s|\^|`|$)/im.test(text)
}

/** Reads commands for curl, written for a POSIX shell, for cmd.exe or for PowerShell. @throws ReadError */
export function readCurl(text: string, options: ReadOptions): Collection {
  const identities = new Identities()
  const items = commandsOf(text).flatMap(words => {
    const at = words.findIndex(word => /^(?:.*[\\/])?curl(?:\.exe)?$/i.test(word))
    return at < 0 ? [] : readCommand(words.slice(at + 1), text, options, identities)
  })
  if (items.length === 0) throw new ReadError('There is no command that calls curl')
  return { title: 'curl', description: '', items }
}

function commandsOf(text: string): readonly Words[] {
  if (/\^\r?\n|\^"/.test(text)) return cmdCommands(text)
  if (/`\r?\n/.test(text)) return powershellCommands(text)
  return shellCommands(text.replaceAll(/^[ \t]*[$%>][ \t]+(?=curl\b)/gm, ''))
}

function readCommand(words: Words, text: string, options: ReadOptions, identities: Identities): Item[] {
  return readArguments(words).flatMap(given => {
    const urls = given.filter(({ name }) => name === 'url')
    if (urls.length === 0) throw new ReadError('A command calls curl without an address')
    return urls.map(({ value }) => {
      const raw = readCurlRequest(given, value)
      const request = assemble({ ...raw, id: identities.unique(`${raw.method} ${plainAddress(value)}`) }, options)
      return { request, original: { format: 'curl', text: text.trim() } }
    })
  })
}
