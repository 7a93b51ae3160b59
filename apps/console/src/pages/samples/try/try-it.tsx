import { Alert, Button, FileInput, Group, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { installationQuery } from '../../../api/installation.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Problem } from '../../../ui/problem.tsx'
import type { ItemPage } from '../engine/protocol.ts'
import { Section } from '../item/section.tsx'
import { useValues } from '../values.ts'
import { AnswerView } from './answer-view.tsx'
import { CredentialChoice } from './credential-choice.tsx'
import { type Credentials, useCredentials } from './credentials.ts'
import { ForeignAddress, send } from './send.ts'

/** Sends the request to this server, and shows what came back. */
export function TryIt({ page }: { readonly page: ItemPage }) {
  const values = useValues()
  const chosen = useCredentials()
  const { data: installation } = useQuery(installationQuery)
  const [files, setFiles] = useState<Readonly<Record<string, File>>>({})
  const signedIn = installation?.signedIn === true
  const credentials: Credentials = {
    keyId: '',
    secret: '',
    token: '',
    ...chosen,
    kind: chosen.kind ?? (signedIn ? 'session' : 'key'),
  }
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () =>
      send({ item: page.id, values, files, credentials, address: installation?.address ?? location.origin }),
    networkMode: 'always',
  })
  const fileInputs = page.inputs.filter(({ kind }) => kind === 'file')
  return (
    <Section title="Try it">
      <Stack gap="sm">
        <CredentialChoice credentials={credentials} signedIn={signedIn} />
        {fileInputs.map(({ name }) => (
          <FileInput
            key={name}
            label={`File to send as ${name}`}
            placeholder="Choose a file"
            clearable
            onChange={file => setFiles(before => withFile(before, name, file))}
          />
        ))}
        <Group>
          <Button onClick={() => mutate()} loading={isPending}>
            Send the request
          </Button>
        </Group>
        {error instanceof ForeignAddress ? (
          <Alert variant="light" role="alert" title="Not from this page">
            <Group gap="xs">
              <span>{error.message} The curl command does it from a terminal:</span>
              <CopyButton text={page.curl ?? page.files[0]?.text ?? ''} label="Copy the curl command" />
            </Group>
          </Alert>
        ) : error ? (
          <Problem error={error} title="The request was not sent" />
        ) : null}
        {data === undefined || error ? null : <AnswerView answer={data} />}
      </Stack>
    </Section>
  )
}

function withFile(files: Readonly<Record<string, File>>, name: string, file: File | null) {
  const { [name]: _, ...others } = files
  return file === null ? others : { ...others, [name]: file }
}
