// Two parts of undici, which has no types for its parts. All of it has a browser's fetch, WebSockets and a mock besides,
// four fifths of its modules, and 10 MB of a process that has started.
declare module 'undici/lib/dispatcher/agent.js' {
  export { Agent as default } from 'undici'
}
declare module 'undici/lib/api/index.js' {
  import type { Dispatcher } from 'undici'
  export function request(this: Dispatcher, options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>
}
