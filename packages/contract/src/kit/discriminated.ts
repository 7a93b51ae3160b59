import type { TSchema, TUnsafe } from 'typebox'
import { Type } from './type.ts'

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
  const told = Object.fromEntries(
    Object.entries(variants).map(([value, variant]) => [value, toldBy(propertyName, value, variant)]),
  )
  return Type.Unsafe<T>({
    ...options,
    type: 'object',
    required: [propertyName],
    oneOf: Object.values(told),
    discriminator: { propertyName },
    'x-variants': told,
    'x-unknown': unknown,
  })
}

/** The variant, which says its own value: readers of `oneOf` who do not know discriminators would find several to fit. */
function toldBy(propertyName: string, value: string, variant: TSchema): TSchema {
  const { properties } = variant as { readonly properties: Readonly<Record<string, TSchema>> }
  return { ...variant, properties: { ...properties, [propertyName]: { ...properties[propertyName], enum: [value] } } }
}

export const isDiscriminated = (schema: object): schema is Discriminated => 'x-variants' in schema
