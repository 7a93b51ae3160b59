import type { Template } from './template.ts'

/** A name and its value in a query or a form. */
export interface Pair {
  readonly name: Template
  readonly value: Template
}

export interface Header {
  readonly name: string
  readonly value: Template
}
