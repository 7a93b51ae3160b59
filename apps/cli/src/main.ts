import { text } from 'node:stream/consumers'
import { runCli } from './cli.ts'

// Whoever read our output may have gone, as `head` does.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

process.exitCode = await runCli(
  process.argv.slice(2),
  {
    env: process.env,
    print: output => process.stdout.write(`${output}\n`),
    readStdin: () => text(process.stdin),
  },
  line => process.stderr.write(`${line}\n`),
)
