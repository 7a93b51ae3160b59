/** One entry of the closed catalogue: what a client can be told. */
export interface ErrorDefinition {
  readonly status: number
  readonly code: string
  /** The sentence sent, unless the place that throws has a more precise one. */
  readonly title: string
}
