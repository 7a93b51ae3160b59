import { createInterface } from 'node:readline/promises'
import { text } from 'node:stream/consumers'
import { runCli } from './cli.ts'
import { progressBar } from './progress.ts'

// Whoever read our output may have gone, as `head` does.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    env: process.env,
    print: output => process.stdout.write(`${output}\n`),
    report: lines => process.stderr.write(`${lines}\n`),
    ...(process.stderr.isTTY ? { progress: progressBar(process.stderr) } : {}),
    readStdin: () => text(process.stdin),
    ask: process.stdin.isTTY && process.stderr.isTTY ? ask : undefined,
  },
  line => process.stderr.write(`${line}\n`),
)

/** On stderr, since stdout may be for a program. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  return await terminal.question(question).finally(() => terminal.close())
}
