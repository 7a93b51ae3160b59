import ipaddr from 'ipaddr.js'
import type { Address, Allowed, AllowedRange } from '../../lib/allow-list.ts'

/** An address that nobody outside may be reached at. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress'
}

/** Ranges that only an entry for themselves opens, since they lead to this machine or to what rules it. */
const BY_ENTRY_ONLY = new Set(['loopback', 'linkLocal', 'unspecified'])

/** Names of what lies inside, wherever they lead. */
const INSIDE = /(^|\.)(localhost|internal|local|home\.arpa)$/

/** Public addresses with what the operator allows. What counts is the address that is connected to; see {@link accept}. */
export class Guard {
  readonly #allowed: Allowed
  readonly #allowLoopback: boolean

  constructor(options: { readonly allowed: Allowed; readonly allowLoopback: boolean }) {
    this.#allowed = options.allowed
    this.#allowLoopback = options.allowLoopback
  }

  /** Why an address is never called, as far as its text shows; undefined: it may be. */
  objectionTo(target: string): string | undefined {
    const url = URL.parse(target)
    if (url === null || !/^https?:$/.test(url.protocol)) return 'should be an absolute http or https address'
    if (url.username !== '' || url.password !== '') return 'should have no credentials in it'
    const host = hostOf(url)
    if (ipaddr.isValid(host)) return this.#objectionToAddress(host, url.port)
    if (this.#allowed.hosts.has(host)) return undefined
    if (/(^|\.)localhost$/.test(host) && this.#allowLoopback) return undefined
    if (INSIDE.test(host)) return `names like ${host} are not called`
    return portObjection(url.port)
  }

  /** @throws ForbiddenAddress unless the address, to which the name led, may be connected to */
  accept(name: string, address: string): void {
    if (this.#allowed.hosts.has(bare(name)) && ipaddr.process(address).range() !== 'linkLocal') return
    const objection = this.#objectionToAddress(address, '')
    if (objection !== undefined) throw new ForbiddenAddress(objection)
  }

  #objectionToAddress(text: string, port: string): string | undefined {
    const address = ipaddr.process(text)
    const range = rangeOf(address)
    if (this.#allowLoopback && range === 'loopback') return undefined
    if (this.#allowed.ranges.some(allowed => opens(allowed, address, range))) return undefined
    return range === 'unicast' ? portObjection(port) : `addresses of the range ${range} are not called`
  }
}

/** Host of an address as it is looked up, or the literal in it. */
export const hostOf = (url: URL): string => bare(url.hostname.replace(/^\[|\]$/g, ''))

const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '')

/** `::127.0.0.1` and its like are no public addresses, whatever the range says. */
function rangeOf(address: Address): string {
  if (address.kind() === 'ipv6' && (address as ipaddr.IPv6).parts.slice(0, 6).every(part => part === 0)) {
    const range = address.range()
    return range === 'unicast' ? 'reserved' : range
  }
  return address.range()
}

function opens([network, bits]: AllowedRange, address: Address, range: string): boolean {
  if (network.kind() !== address.kind()) return false
  if (!address.match(network as ipaddr.IPv4 & ipaddr.IPv6, bits)) return false
  return !BY_ENTRY_ONLY.has(range) || rangeOf(network) === range
}

/** Below 1024 other things than web servers listen. */
function portObjection(port: string): string | undefined {
  const number = Number(port)
  return port === '' || number === 80 || number === 443 || number >= 1024
    ? undefined
    : `the port ${port} is not called: 80, 443 and those from 1024 are`
}
