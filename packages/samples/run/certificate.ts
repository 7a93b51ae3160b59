import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

const EXTENSIONS = ['-addext', 'subjectAltName=IP:127.0.0.1']

/** A certificate for 127.0.0.1 that nobody has reason to trust, with its key; both in PEM. */
export async function untrustedCertificate(): Promise<{ readonly cert: string; readonly key: string }> {
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-keyout', '-']
  const { stdout } = await run('openssl', [...made, ...EXTENSIONS])
  const pem = (label: string) =>
    new RegExp(`-----BEGIN ${label}-----.*?-----END ${label}-----`, 's').exec(stdout)?.[0] ?? ''
  return { cert: pem('CERTIFICATE'), key: pem('PRIVATE KEY') }
}
