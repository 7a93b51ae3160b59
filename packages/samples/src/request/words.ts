import { oncePerText } from './once.ts'

/** The words of a name, in lower case: `appId2` → `app id2`, `X-API-Key` → `x api key`, `HTTPServer` → `http server`. */
export function words(name: string): string[] {
  const spaced = name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/(?<=[\p{Ll}\p{Nd}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
  return spaced.toLowerCase().match(/[\p{L}\p{Nd}]+/gu) ?? []
}

const SECRET =
  /\b(?:secret|password|passwd|pwd|passphrase|token|(?:api|access|private|secret|auth|subscription) ?key|authorization|credentials?|jwt|cookie|signature)$/
const HARMLESS = /\b(?:page|next|previous|prev|continuation|sync|cursor|public) token$|\bsigning key$/

/** Whether what has this name should not be shown: `clientSecret`, `access_token`, `X-API-Key`, but not `nextPageToken`. */
export const isSecretName: (name: string) => boolean = oncePerText(name => {
  const text = words(name).join(' ')
  return SECRET.test(text) && !HARMLESS.test(text)
})
