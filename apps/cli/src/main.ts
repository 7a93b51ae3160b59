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
  },
  line => process.stderr.write(`${line}\n`),
)
