import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Toolchain } from '../toolchain.ts'

export const php: Toolchain = { commands: ['php'] }

/** The library of Debian's package in the place where people who use Composer have it. */
export const phpWithGuzzle: Toolchain = {
  commands: ['php'],
  files: ['/usr/share/php/GuzzleHttp/autoload.php'],
  async build(programs) {
    for (const { folder } of programs) {
      await mkdir(join(folder, 'vendor'), { recursive: true })
      await writeFile(join(folder, 'vendor/autoload.php'), "<?php require '/usr/share/php/GuzzleHttp/autoload.php';\n")
    }
    return new Map()
  },
}
