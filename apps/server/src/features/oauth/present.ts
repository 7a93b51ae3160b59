import type { OAuthClient as WireClient } from '@parhelion/contract'
import type { Static } from 'typebox'
import type { App } from '../apps/model.ts'
import { presentAppAt } from '../apps/present.ts'
import type { AuthorizationRequest, OAuthClient } from './model.ts'

export function presentClient({ id, displayName, redirectUris, removeUrl }: OAuthClient): Static<typeof WireClient> {
  return { id, displayName, redirectUris: [...redirectUris], ...(removeUrl === null ? {} : { removeUrl }) }
}

export const presentTokenInfo = (app: App, address: string) => ({ app: presentAppAt(app, address) })

const STYLE = `:root{color-scheme:light dark}*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;
font:16px/1.5 system-ui,sans-serif;background:light-dark(#f4f5f7,#15171c);color:light-dark(#1c2024,#eceef2)}
main{width:min(26rem,92vw);padding:2rem;border-radius:12px;background:light-dark(#fff,#1f232b);box-shadow:0 8px 32px #0002}
h1{margin:0 0 .5rem;font-size:1.25rem}label{display:block;margin-top:1rem;font-weight:600}
input{width:100%;margin-top:.25rem;padding:.6rem;font:inherit;border:1px solid light-dark(#c3c8d0,#4a515e);border-radius:8px;background:transparent;color:inherit}
input:focus-visible,button:focus-visible{outline:3px solid #3b82f6;outline-offset:1px}
p{margin:.5rem 0}.note{font-size:.875rem;opacity:.8}.wrong{padding:.6rem;border-radius:8px;background:light-dark(#fde8e8,#4a1f24)}
.row{display:flex;gap:.75rem;margin-top:1.5rem}button{flex:1;padding:.7rem;font:inherit;font-weight:600;border-radius:8px;border:1px solid light-dark(#c3c8d0,#4a515e);background:transparent;color:inherit;cursor:pointer}
button[value=allow]{background:#1d4ed8;border-color:#1d4ed8;color:#fff}`

/** A page of ours, with the headers that let it do no more than it has to. @param nonce of its style */
function page(title: string, content: string, { nonce, formTo }: { nonce: string; formTo: string }) {
  return {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; form-action ${formTo}; frame-ancestors 'none'; base-uri 'none'`,
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    },
    body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title><style nonce="${nonce}">${STYLE}</style></head><body><main>${content}</main></body></html>`,
  }
}

export function presentRefusal(sentence: string, nonce: string) {
  return page('Access cannot be given', `<h1>Access cannot be given</h1><p>${escaped(sentence)}</p>`, {
    nonce,
    formTo: "'none'",
  })
}

/** Asks the owner of an app; the answer goes to where the page is. */
export function presentConsent(
  { displayName }: OAuthClient,
  request: AuthorizationRequest,
  { nonce, token, wrong }: { readonly nonce: string; readonly token: string; readonly wrong: string | undefined },
) {
  const { origin } = new URL(request.redirectUri)
  const hidden = { client_id: request.clientId, redirect_uri: request.redirectUri, state: request.state, token }
  const fields = Object.entries(hidden).map(([name, value]) =>
    value === undefined ? '' : `<input type="hidden" name="${name}" value="${escaped(value)}">`,
  )
  const name = escaped(displayName)
  const content = `<h1>${name} asks for access</h1>
<p>${name} would read and write users and conversations of one of your apps, and be told of events by webhooks.</p>
${wrong === undefined ? '' : `<p class="wrong" role="alert">${escaped(wrong)}</p>`}
<form method="post" action="consent" autocomplete="off">${fields.join('')}
<label>Key id<input name="key_id" placeholder="app_…" spellcheck="false"></label>
<label>Secret<input name="secret" type="password"></label>
<label>App id<input name="app_id" placeholder="only with a key of the account" spellcheck="false"></label>
<p class="note">A key of the app, or of the account, shows that the app is yours. It is not given to ${name}.</p>
<div class="row"><button name="decision" value="deny">Deny</button><button name="decision" value="allow">Allow</button></div></form>
<p class="note">You will be led back to ${escaped(origin)}.</p>`
  return page(`${displayName} asks for access`, content, { nonce, formTo: `'self' ${origin}` })
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, sign => ENTITIES[sign] ?? sign)
