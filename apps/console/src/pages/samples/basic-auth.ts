/** Value of the header `Authorization` for a name and a password, in UTF-8. */
export function basicAuth(name: string, password: string): string {
  const bytes = new TextEncoder().encode(`${name}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}
