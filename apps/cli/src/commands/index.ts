import type { Command } from '../command.ts'
import { createApp, listApps, resetApp } from './apps.ts'
import { inspectJwt, signJwt } from './jwt.ts'
import { createKey, deleteKey, listKeys } from './keys.ts'
import { listen } from './listen.ts'
import { backup, restore, rotateKey } from './maintain.ts'
import { makeSamples } from './samples.ts'
import { buildJson, listTargets, readJson } from './samples-tools.ts'
import { serve } from './serve.ts'
import { logWebhook, replayWebhook, rotateWebhook, showDelivery } from './webhooks.ts'

/** In the order of the help. */
export const commands: readonly Command[] = [
  serve,
  createApp,
  listApps,
  resetApp,
  createKey,
  listKeys,
  deleteKey,
  logWebhook,
  showDelivery,
  replayWebhook,
  rotateWebhook,
  listen,
  signJwt,
  inspectJwt,
  makeSamples,
  listTargets,
  buildJson,
  readJson,
  backup,
  restore,
  rotateKey,
]
