import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Runner } from './runner.ts'

/**
 * Runs `$@` and stops it when descriptor 0, a pipe from the server, closes: however the server ends, nothing stays.
 * A shell, because it takes 1 MB where a Node would take 45. It ignores the signals that a terminal or a service
 * manager sends to everybody: the server decides when the database ends. After 30 s of orderly shutdown it asks for an
 * immediate one, which is as safe as a power failure, and then kills.
 */
const SCRIPT = `
trap '' HUP INT TERM
exec 3<&0 </dev/null
"$@" 3<&- >&2 &
child=$!
echo "$child"
exec >&2
(
  while read -r _ <&3; do :; done
  exec 3<&-
  for step in INT:30 QUIT:10 KILL:5; do
    kill "-\${step%:*}" "$child" 2>/dev/null || exit 0
    left=\${step#*:}0
    while [ "$left" -gt 0 ] && kill -0 "$child" 2>/dev/null; do sleep 0.1; left=$((left - 1)); done
  done
) &
watcher=$!
wait "$child"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"
`

export interface Supervised {
  /** Process id of the command, not of the shell around it. */
  readonly pid: number
  /** Resolves, once the command has ended, to its exit code: 128 + n after signal n. */
  readonly ended: Promise<number>
  /** Has the command stopped, by SIGINT first; resolves when it has ended. */
  stop(): Promise<void>
}

/**
 * Starts a command in a session of its own, so that a signal to our group does not reach it.
 * @param log descriptor that takes everything the command prints
 * @throws what the system says when the shell cannot be started
 */
export async function supervise(runner: Runner, command: readonly string[], log: number): Promise<Supervised> {
  const { file, args, options } = runner.wrap(['/bin/sh', '-c', SCRIPT, 'parhelion-supervisor', ...command])
  const child = spawn(file, args, { ...options, cwd: '/', detached: true, stdio: ['pipe', 'pipe', log] })
  child.stdin?.on('error', () => {})
  const ended = endOf(child)
  const pid = await firstLine(child)
  const stop = async (): Promise<void> => {
    child.stdin?.end()
    await ended
  }
  return { pid: Number(pid), ended, stop }
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise(resolve => {
    child.once('error', () => resolve(127))
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 128)))
  })
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    if (child.stdout === null) return
    const lines = createInterface({ input: child.stdout })
    lines.once('line', resolve)
    lines.once('close', () => reject(new Error('The supervisor of the database ended at once')))
  })
}
