import { Store, useStore } from './store.ts'

export type Values = Readonly<Record<string, string>>

/**
 * What the reader typed for the inputs, by name: typed once, it fills every item that has the input.
 * Neither the address nor the browser's storage ever has it.
 */
const values = new Store<Values>({})

export const useValues = () => useStore(values)

export function setValue(name: string, value: string): void {
  values.set({ ...values.get(), [name]: value })
}

/** Values for inputs for which the reader has none. */
export function suggestValues(known: Values): void {
  values.set({ ...known, ...values.get() })
}

/** Another collection means other things by the same names. */
export function forgetValues(): void {
  values.set({})
}
