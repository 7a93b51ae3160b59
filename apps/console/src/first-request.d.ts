/** Made by `build/first-request.ts`: the first request as a program, in every language. */
declare module 'virtual:first-request' {
  interface Program {
    /** The program first. */
    readonly files: readonly { readonly name: string; readonly text: string }[]
    /** Shell lines. */
    readonly install: readonly string[]
    readonly run: string
  }
  interface Target {
    readonly id: string
    readonly language: string
    readonly title: string
    readonly load: () => Promise<Program>
  }
  /** How addresses begin in the programs, in place of this server's. */
  export const address: string
  export const targets: readonly Target[]
}
