/** What is there at once, as it mostly is, or comes later. */
export type Soon<Value> = Value | Promise<Value>

/** Goes on with what is there without waiting for a turn, which costs more than most of what is done in between. */
export function soon<Value, Next>(value: Soon<Value>, next: (value: Value) => Soon<Next>): Soon<Next> {
  return value instanceof Promise ? value.then(next) : next(value)
}
