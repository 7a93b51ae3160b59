import type { Command } from '../command.ts'
import { createApp, listApps } from './apps.ts'
import { inspectJwt, signJwt } from './jwt.ts'
import { createKey, deleteKey, listKeys } from './keys.ts'
import { makeSamples } from './samples.ts'
import { buildJson, listTargets, readJson } from './samples-tools.ts'
import { serve } from './serve.ts'

/** In the order of the help. */
export const commands: readonly Command[] = [
  serve,
  createApp,
  listApps,
  createKey,
  listKeys,
  deleteKey,
  signJwt,
  inspectJwt,
  makeSamples,
  listTargets,
  buildJson,
  readJson,
]
