/** What is made of an object, made once for each: every target asks the same of the same request. */
export function oncePerObject<Key extends object, Value extends object>(
  make: (key: Key) => Value,
): (key: Key) => Value {
  const made = new WeakMap<Key, Value>()
  return key => {
    const known = made.get(key)
    if (known !== undefined) return known
    const value = make(key)
    made.set(key, value)
    return value
  }
}

const TEXTS_MAX = 10_000
const LENGTH_MAX = 100

/** What is made of a text, made once for each as far as memory allows: the same names come again in each request and target. */
export function oncePerText<Value>(make: (text: string) => Value): (text: string) => Value {
  const made = new Map<string, { readonly value: Value }>()
  return text => {
    const known = made.get(text)
    if (known !== undefined) return known.value
    const value = make(text)
    if (made.size >= TEXTS_MAX) made.clear()
    if (text.length <= LENGTH_MAX) made.set(text, { value })
    return value
  }
}
