import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/**
 * Speaks just enough of PostgreSQL's protocol to be asked for its version, and gives one that is hard to install.
 * @returns the loopback port
 */
export function oldPostgres(major: number): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), READY]))
      socket.on('data', data => answer(socket, data, `${major}0011`))
    })
  })
  onTestFinished(() => void server.close())
  return new Promise(resolve => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
}

/** Several statements may come in one packet; each has its answer. */
function answer(socket: Socket, data: Buffer, version: string): void {
  for (let at = 0; at < data.length; at += 1 + data.readInt32BE(at + 1)) {
    if (data[at] !== 'Q'.charCodeAt(0)) return void socket.end()
    tellVersion(socket, version)
  }
}

function tellVersion(socket: Socket, version: string): void {
  const column = Buffer.concat([Buffer.from('version\0'), Buffer.alloc(6), int32(25), int16(-1), int32(-1), int16(0)])
  const row = Buffer.concat([int16(1), int32(version.length), Buffer.from(version)])
  socket.write(
    Buffer.concat([
      message('T', Buffer.concat([int16(1), column])),
      message('D', row),
      message('C', Buffer.from('SELECT 1\0')),
      READY,
    ]),
  )
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type), int32(body.length + 4), body])
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeInt16BE(value)
  return bytes
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

const READY = message('Z', Buffer.from('I'))
