/** How one of the two modules calls classes, properties and methods that give text. */
export interface Dialect {
  readonly module: 'chilkat' | 'chilkat2'
  create(name: string): string
  put(object: string, property: string, value: string): string
  /** A property of text. */
  text(object: string, property: string): string
  /** Any other property. */
  get(object: string, property: string): string
  /** A method that gives text. */
  textMethod(name: string): string
}

export const chilkat: Dialect = {
  module: 'chilkat',
  create: name => `chilkat.Ck${name}()`,
  put: (object, property, value) => `${object}.put_${property}(${value})`,
  text: (object, property) => `${object}.${small(property)}()`,
  get: (object, property) => `${object}.get_${property}()`,
  textMethod: small,
}

export const chilkat2: Dialect = {
  module: 'chilkat2',
  create: name => `chilkat2.${name}()`,
  put: (object, property, value) => `${object}.${property} = ${value}`,
  text: (object, property) => `${object}.${property}`,
  get: (object, property) => `${object}.${property}`,
  textMethod: name => name,
}

function small(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
