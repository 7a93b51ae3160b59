import { useState } from 'react'
import { PageHeader } from '../../ui/page-header.tsx'
import { MakeToken } from './make-token.tsx'
import { TakeApart } from './take-apart.tsx'

/** Makes JSON Web Tokens and takes them apart, all of it in this page. */
export default function Page() {
  const [token, setToken] = useState('')
  return (
    <>
      <PageHeader title="Tokens">
        A program that has a key’s secret signs JSON Web Tokens with it. Here one is made or taken apart by hand;
        nothing of it leaves this page or is kept.
      </PageHeader>
      <MakeToken onMade={setToken} />
      <TakeApart token={token} onChange={setToken} />
    </>
  )
}
