import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Input, isRequired } from '../src/request/input.ts'
import type { SampleRequest } from '../src/request/request.ts'

/** The value of every input, and those of them that are set in the environment. */
export interface Values {
  readonly all: ReadonlyMap<string, string>
  readonly env: Readonly<Record<string, string>>
}

/** The bytes of every file that a case sends. */
export const FILE_CONTENT = Buffer.from([0x25, 0x50, 0x44, 0x46, 0x00, 0xff, 0x0d, 0x0a, 0x2d, 0x2d, 0x0a])

/**
 * Gives every input a value: its example, else its default, which then is left to the program.
 * Files are made in `folder`; addresses begin with `baseUrl`.
 */
export async function valuesFor(
  request: SampleRequest,
  baseUrl: string,
  folder: string,
  timeoutSeconds: number,
): Promise<Values> {
  const all = new Map<string, string>()
  const env: Record<string, string> = {}
  for (const input of request.inputs) {
    const value = await valueFor(input, baseUrl, folder, timeoutSeconds)
    all.set(input.name, value)
    if (isRequired(input) || value !== input.default) env[input.env] = value
  }
  return { all, env }
}

async function valueFor(input: Input, baseUrl: string, folder: string, timeoutSeconds: number): Promise<string> {
  switch (input.kind) {
    case 'baseUrl':
      return input.example === '/' ? `${baseUrl}/` : baseUrl
    case 'timeout':
      return String(timeoutSeconds)
    case 'file': {
      const path = join(folder, input.example ?? 'terms.pdf')
      await mkdir(folder, { recursive: true })
      await writeFile(path, FILE_CONTENT)
      return path
    }
    default:
      return input.example ?? input.default ?? `${input.name} of the caller`
  }
}
