import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Refusal } from '../failure.ts'

/** Writes files below a folder, which is made. @throws Refusal when the system does not let it */
export async function writeFiles(folder: string, files: readonly { path: string; text: string }[]): Promise<void> {
  for (const { path, text } of files) {
    const file = join(folder, path)
    try {
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, text.toWellFormed())
    } catch (error) {
      throw new Refusal(`${file} cannot be written (${(error as NodeJS.ErrnoException).code ?? error})`)
    }
  }
}
