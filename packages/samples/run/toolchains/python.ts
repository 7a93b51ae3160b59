import { join } from 'node:path'
import { bareEnvironment } from '../shell.ts'
import type { Toolchain } from '../toolchain.ts'
import { cached, here } from './cache.ts'

/** Python with the libraries of `requirements.txt` in a virtual environment. */
export const python: Toolchain = {
  commands: ['python3'],
  async prepare(cache) {
    const requirements = here('python/requirements.txt')
    const folder = await cached(
      cache,
      'python',
      [requirements],
      ['python3 -m venv .', `bin/python3 -m pip install --quiet --disable-pip-version-check -r ${requirements}`],
    )
    return { ...bareEnvironment([join(folder, 'bin')]), PYTHONDONTWRITEBYTECODE: '1' }
  },
}
