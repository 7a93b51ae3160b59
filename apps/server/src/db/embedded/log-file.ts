import { closeSync, copyFileSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs'

const BYTES_MAX = 8 * 1024 * 1024
const LOOK_EVERY_MS = 30_000

/** The file into which PostgreSQL writes; kept to about 8 MB, with one older part beside it as `<path>.1`. */
export class LogFile {
  readonly path: string
  /** Opened for appending, so that PostgreSQL, which inherits it, goes on at the start of an emptied file. */
  readonly fd: number
  readonly #timer: NodeJS.Timeout

  constructor(path: string) {
    this.path = path
    this.fd = openSync(path, 'a+', 0o600)
    this.#keepSmall()
    this.#timer = setInterval(() => this.#keepSmall(), LOOK_EVERY_MS).unref()
  }

  size(): number {
    return fstatSync(this.fd).size
  }

  /** The last complaint that was written after a position, without its time stamp. */
  reasonSince(position: number): string | undefined {
    const bytes = Buffer.alloc(Math.min(64 * 1024, Math.max(0, this.size() - position)))
    readSync(this.fd, bytes, 0, bytes.length, this.size() - bytes.length)
    const lines = bytes.toString('utf8').split('\n')
    const complaint =
      lines.findLast(line => /\b(FATAL|PANIC):/.test(line)) ??
      lines.findLast(line => /error|cannot|could not/i.test(line))
    return complaint?.replace(/^.*?\b(FATAL|PANIC|initdb: error|error): +/, '').trim()
  }

  close(): void {
    clearInterval(this.#timer)
    closeSync(this.fd)
  }

  #keepSmall(): void {
    if (this.size() <= BYTES_MAX) return
    try {
      copyFileSync(this.path, `${this.path}.1`)
    } finally {
      // A full disk must not let the log grow on.
      ftruncateSync(this.fd)
    }
  }
}
