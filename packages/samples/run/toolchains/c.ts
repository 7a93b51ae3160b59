import { bareEnvironment, shell } from '../shell.ts'
import type { Program, Toolchain } from '../toolchain.ts'

export const c: Toolchain = {
  commands: ['cc'],
  files: ['/usr/include/cjson/cJSON.h', '/usr/include/x86_64-linux-gnu/curl/curl.h'],
  async build(programs) {
    const broken = new Map<string, string>()
    const queue = [...programs]
    const work = async () => {
      for (let program = queue.shift(); program !== undefined; program = queue.shift()) {
        const line = `cc -Wall -Wno-unused-variable -Wno-unused-function ${source(program)} -o program -lcurl -lcjson`
        const { code, stderr } = await shell(line, program.folder, bareEnvironment(), 60_000)
        if (code !== 0 || stderr !== '') broken.set(program.name, stderr)
      }
    }
    await Promise.all([work(), work()])
    return broken
  },
  command: () => './program',
}

function source({ sample }: Program): string {
  return sample.files[0]?.name ?? ''
}
