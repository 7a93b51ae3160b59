import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'

/** The way to the embedded database of a running server, as PostgreSQL itself notes it down in its folder. */
export function databaseOf(dataDir: string): pg.ClientConfig {
  const folder = join(dataDir, 'postgres')
  const lines = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')
  const [port, socketFolder, address] = lines.slice(3)
  const password = readFileSync(join(folder, 'password'), 'utf8').trim()
  return { host: socketFolder || address || '', port: Number(port), user: 'parhelion', password, database: 'postgres' }
}
