import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { schemathesis } from './python.ts'
import type { Worlds } from './worlds.ts'

const MINUTES_MAX = 4

/** What Schemathesis reports of a run, as far as it is read here. */
export interface Report {
  readonly complete: boolean
  readonly operations: { readonly tested: number }
  readonly test_cases: { readonly generated: number }
  readonly failures: readonly { readonly title: string; readonly operations: readonly string[] }[]
  readonly errors: readonly unknown[]
  readonly warnings: Readonly<Record<string, readonly string[]>>
}

interface Judged {
  /** Address of the server, whose `/openapi.json` says what it promises. */
  readonly address: string
  readonly account: { readonly id: string; readonly secret: string }
  readonly worlds: Worlds
}

/** Lets Schemathesis judge a server; what it finds is printed with the requests that show it. */
export async function judge({ address, account, worlds }: Judged): Promise<Report> {
  const command = await schemathesis()
  const folder = mkdtempSync(join(tmpdir(), 'parhelion-schemathesis-'))
  try {
    const [prepared, report] = [join(folder, 'worlds.json'), join(folder, 'report.json')]
    writeFileSync(prepared, JSON.stringify(worlds.worlds))
    const config = join(import.meta.dirname, 'schemathesis.toml')
    await run(
      command,
      [
        '--no-color',
        '--config-file',
        config,
        'run',
        `${address}/openapi.json`,
        '--report-json-path',
        report,
        '--report-ndjson-path',
        '/tmp/st.ndjson',
      ],
      {
        PARHELION_WORLDS: prepared,
        PARHELION_KEY_ID: account.id,
        PARHELION_KEY_SECRET: account.secret,
        PARHELION_PARTNER_TOKEN: worlds.partnerToken,
        SCHEMATHESIS_HOOKS: 'hooks',
        PYTHONPATH: import.meta.dirname,
        PYTHONDONTWRITEBYTECODE: '1',
      },
      folder,
    )
    return JSON.parse(readFileSync(report, 'utf8')) as Report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Its exit code is not asked for: the report says more. */
function run(command: string, args: string[], env: Record<string, string>, cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timeout = MINUTES_MAX * 60_000
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'inherit', cwd, timeout })
    child.once('error', reject)
    child.once('exit', (_, signal) => {
      if (signal === null) resolve()
      else reject(new Error(`Schemathesis did not end within ${MINUTES_MAX} minutes`))
    })
  })
}
