import { CodeBlock } from '../../../ui/code/code-block.tsx'
import type { ItemPage } from '../engine/protocol.ts'
import { Section } from './section.tsx'

const ORIGINALS = {
  postman: ['Item of the Postman collection', 'json'],
  openapi: ['Operation of the OpenAPI document', 'json'],
  har: ['Entry of the HTTP archive', 'json'],
  curl: ['Command that was read', 'bash'],
  json: ['Document that was read', 'json'],
} as const

/** The same request as a command for a shell, and the piece of the source it was read from. */
export function Source({ page: { curl, original } }: { readonly page: ItemPage }) {
  const [title, language] = ORIGINALS[original.format]
  return (
    <>
      {curl === undefined ? null : (
        <Section title="curl">
          <CodeBlock code={curl} language="bash" label="curl command" />
        </Section>
      )}
      <Section title={title}>
        <CodeBlock code={original.text} language={language} label="Original" />
      </Section>
    </>
  )
}
