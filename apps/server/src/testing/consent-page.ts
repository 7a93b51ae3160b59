/** The page that asks an owner for access, as a browser and a person use it. */
export function consentPage(address: string, clientId: string) {
  const authorize = (query: Record<string, string>) =>
    fetch(
      `${address}/oauth/authorize?${new URLSearchParams({ response_type: 'code', client_id: clientId, ...query })}`,
      {
        redirect: 'manual',
      },
    )

  /** Opens the page and answers it, as a person does. */
  async function decide(fields: Record<string, string>, query: Record<string, string> = {}) {
    const page = await authorize(query)
    const html = await page.text()
    const hidden = [...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')],
    )
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), decision: 'allow', ...fields })
    return fetch(`${address}/oauth/consent`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })
  }

  async function codeFor(
    key: { id: string; secret: string },
    fields: Record<string, string> = {},
    query = {},
  ): Promise<string> {
    const answer = await decide({ key_id: key.id, secret: key.secret, ...fields }, query)
    if (answer.status !== 302) throw new Error(`the page answers ${answer.status}`)
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? ''
  }

  return { authorize, decide, codeFor }
}
