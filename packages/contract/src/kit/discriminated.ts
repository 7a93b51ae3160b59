import Type, { type TSchema, type TUnsafe } from 'typebox'

/** One schema for each value of a property; that value alone decides which of them counts. */
export interface Discriminated {
  readonly oneOf: readonly TSchema[]
  readonly discriminator: { readonly propertyName: string }
  readonly 'x-variants': Readonly<Record<string, TSchema>>
  readonly 'x-unknown': string
}

/**
 * A union told apart by a property. A strict `oneOf` reports the problems of every branch, so a reader could not see
 * which of them matters; here the branch is chosen first.
 * @param unknown what is said when the property has a value that no branch stands for
 */
export function discriminated<T>(
  propertyName: string,
  variants: Readonly<Record<string, TSchema>>,
  unknown: string,
  options: { readonly title: string; readonly description: string },
): TUnsafe<T> {
  return Type.Unsafe<T>({
    ...options,
    type: 'object',
    required: [propertyName],
    oneOf: Object.values(variants),
    discriminator: { propertyName },
    'x-variants': variants,
    'x-unknown': unknown,
  })
}

export const isDiscriminated = (schema: object): schema is Discriminated => 'x-variants' in schema
