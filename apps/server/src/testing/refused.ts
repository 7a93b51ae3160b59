/** A refusal, to be matched with an answer; `titles` when they are promised to clients. */
export const refused = (status: number, code: string, ...titles: readonly string[]) => ({
  status,
  body: { errors: titles.length === 0 ? [{ code }] : titles.map(title => ({ code, title })) },
})
