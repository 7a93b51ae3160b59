import { text } from 'node:stream/consumers'
import { withCodeSamples } from './code-samples.ts'

// A program of its own: reads the document from standard input, writes it with code samples to standard output.
process.stdout.write(withCodeSamples(JSON.parse(await text(process.stdin))))
