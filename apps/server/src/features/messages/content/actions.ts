import { type Action, limits, metadataBytes } from '@parhelion/contract'

/** Buttons that are an answer by themselves stand only with each other. */
const ANSWERS = new Set(['reply', 'locationRequest'])
/** Opened in a conversation, these run or show what somebody else wrote. */
const HARMFUL = /^[\s\p{C}]*(?:javascript|data|vbscript|file|blob)[\s\p{C}]*:/iu

/** What is wrong with an address that people open. @param at where it stands, such as `.content.mediaUrl` */
export const brokenAddressRule = (address: unknown, at: string): string[] =>
  HARMFUL.test(String(address ?? '')) ? [`${at}: should be an address that is safe to open`] : []

/** What is wrong with the buttons of a message, as sentences. @param at where they stand, such as `.content.actions` */
export function brokenActionRules(actions: readonly Action[], at: string): string[] {
  const answers = actions.filter(({ type }) => ANSWERS.has(type)).length
  const mixed = answers > 0 && answers < actions.length
  const opened = actions.filter(action => action.openOnReceive === true).length
  return [
    ...(mixed ? [`${at}: should not have reply or locationRequest together with other actions`] : []),
    ...(opened > 1 ? [`${at}: should not have more than one action with openOnReceive`] : []),
    ...actions.flatMap((action, index) => brokenRules(action).map(rule => `${at}[${index}]${rule}`)),
  ]
}

function brokenRules(action: Action): string[] {
  return [
    ...['uri', 'fallback', 'iconUrl'].flatMap(name => brokenAddressRule(action[name], `.${name}`)),
    ...brokenMetadataRule(action.metadata),
  ]
}

export function brokenMetadataRule(metadata: unknown): string[] {
  const isTooLarge =
    metadata != null && metadataBytes(metadata as Record<string, string | number | boolean>) > limits.metadataBytes
  return isTooLarge ? [`.metadata: should not be larger than ${limits.metadataBytes} bytes`] : []
}

/** As they are kept and returned. */
export const keptActions = (actions: readonly Action[]): Action[] =>
  actions.map(action => (action.type === 'postback' ? { ...action, uri: '' } : action))

/** A button as a line of text: those that lead somewhere. */
export const actionLines = (actions: readonly Action[]): string[] =>
  actions.flatMap(({ type, text, uri }) => (type === 'link' || type === 'webview' ? [`${text}: ${uri}`] : []))
