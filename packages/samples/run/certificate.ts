import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

interface Certificate {
  readonly cert: string
  readonly key: string
}

const run = promisify(execFile)

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', '-']
const NAMES = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']

let made: Promise<Certificate> | undefined

/** A certificate for 127.0.0.1 that nobody has reason to trust, with its key; both in PEM. The same for a whole process. */
export function untrustedCertificate(): Promise<Certificate> {
  made ??= make()
  return made
}

async function make(): Promise<Certificate> {
  const { stdout } = await run('openssl', ['req', '-x509', '-days', '2', ...KEY, ...NAMES])
  const pem = (label: string) =>
    new RegExp(`-----BEGIN ${label}-----.*?-----END ${label}-----`, 's').exec(stdout)?.[0] ?? ''
  return { cert: pem('CERTIFICATE'), key: pem('PRIVATE KEY') }
}
