import ipaddr from 'ipaddr.js'

export type Address = ipaddr.IPv4 | ipaddr.IPv6
/** A network, and the bits of it that count. */
export type AllowedRange = readonly [Address, number]

/** What is called besides public addresses. */
export interface Allowed {
  /** Names, in lower case. */
  readonly hosts: ReadonlySet<string>
  readonly ranges: readonly AllowedRange[]
}

const NAME = /^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i

/**
 * Reads entries such as `hooks.example.com`, `10.1.2.3` and `10.0.0.0/8`.
 * @throws Error that names the entry which is none of these
 */
export function parseAllowed(entries: readonly string[]): Allowed {
  const hosts = new Set<string>()
  const ranges: AllowedRange[] = []
  for (const entry of entries) {
    if (ipaddr.isValidCIDR(entry)) ranges.push(ipaddr.parseCIDR(entry))
    else if (isPlainAddress(entry)) ranges.push(whole(ipaddr.process(entry)))
    else if (NAME.test(entry) && !/^[\d.]+$/.test(entry)) hosts.add(entry.toLowerCase())
    else throw new Error(`"${entry}" is neither a host name, nor an address, nor a range such as 10.0.0.0/8`)
  }
  return { hosts, ranges }
}

const isPlainAddress = (entry: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(entry) || ipaddr.IPv6.isValid(entry)

const whole = (address: Address): AllowedRange => [address, address.kind() === 'ipv4' ? 32 : 128]
