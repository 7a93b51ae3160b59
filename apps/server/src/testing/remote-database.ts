import { connect, createServer, type Server, type Socket } from 'node:net'
import pg from 'pg'
import { type TestDatabase, testDatabase } from './test-database.ts'

/** A test database behind a way that can be cut, so that to the server the database is away. */
export interface RemoteDatabase extends TestDatabase {
  /** Breaks all connections and refuses new ones. */
  cut(): Promise<void>
  restore(): Promise<void>
  /** Connections stay, and nothing more goes through them. */
  freeze(): void
}

export async function remoteDatabase(): Promise<RemoteDatabase> {
  const database = await testDatabase()
  const sockets = new Set<Socket>()
  const { host, port } = database.connection
  const server = createServer(client => {
    const upstream = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host)
    for (const [from, to] of [[client, upstream] as const, [upstream, client] as const]) {
      sockets.add(from)
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.on('error', () => undefined)
      from.pipe(to)
    }
  })
  const free = await listen(server, 0)
  const pool = new pg.Pool({ ...database.connection, host: '127.0.0.1', port: free, max: 20 })
  pool.on('error', () => undefined)
  pool.on('connect', client => client.on('error', () => undefined))
  const cut = async () => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    pool,
    connection: database.connection,
    cut,
    restore: async () => {
      await listen(server, free)
    },
    freeze: () => {
      for (const socket of sockets) socket.unpipe()
    },
    drop: async () => {
      await pool.end()
      if (server.listening) await cut()
      await database.drop()
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve())
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy listens on no port')
  return address.port
}
