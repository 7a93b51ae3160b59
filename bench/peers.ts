import { snippetz } from '@scalar/snippetz'
import { toGo, toJavaScript, toPhp, toPython } from 'curlconverter'
import { type HarRequest, HTTPSnippet } from 'httpsnippet'
import { InputData, jsonInputForTargetLanguage, quicktype } from 'quicktype-core'

/** A request in the form that each of the tools takes, and what is answered. */
export interface BenchRequest {
  readonly har: HarRequest
  readonly curl: string
  readonly reply: string
}

export interface Peer {
  /** The package. */
  readonly name: string
  /** What it writes of one request: a program in each of the four languages that all know. */
  write(request: BenchRequest): Promise<readonly string[]>
}

/** Requests for a library of Python, JavaScript, Go and PHP; of quicktype, code that reads the reply alone. */
export const peers: readonly Peer[] = [
  {
    name: 'httpsnippet',
    async write({ har }) {
      const snippet = new HTTPSnippet(har)
      return [
        ...[snippet.convert('python', 'requests'), snippet.convert('javascript', 'fetch')],
        ...[snippet.convert('go', 'native'), snippet.convert('php', 'curl')],
      ].map(String)
    },
  },
  {
    name: '@scalar/snippetz',
    async write({ har }) {
      const { print } = snippetz()
      return [
        ...[print('python', 'requests', har), print('js', 'fetch', har)],
        ...[print('go', 'native', har), print('php', 'curl', har)],
      ].map(text => text ?? '')
    },
  },
  {
    name: 'curlconverter',
    async write({ curl }) {
      return [toPython, toJavaScript, toGo, toPhp].map(write => write(curl))
    },
  },
  {
    name: 'quicktype-core',
    async write({ reply }) {
      const texts: string[] = []
      for (const lang of ['python', 'javascript', 'go', 'php'] as const) {
        const source = jsonInputForTargetLanguage(lang)
        await source.addSource({ name: 'Reply', samples: [reply] })
        const inputData = new InputData()
        inputData.addInput(source)
        texts.push((await quicktype({ inputData, lang })).lines.join('\n'))
      }
      return texts
    },
  },
]
