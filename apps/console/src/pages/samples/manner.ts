import { useMemo } from 'react'
import type { Address } from './address.ts'
import type { Manner, TargetInfo } from './engine/protocol.ts'
import { Store, useStore } from './store.ts'
import { useValues } from './values.ts'

/** What the reader switched on for this visit: no link should carry it to others. */
interface Switches {
  readonly secretsInCode: boolean
  readonly secretsShown: boolean
}

const switches = new Store<Switches>({ secretsInCode: false, secretsShown: false })

export const useSwitches = () => useStore(switches)

export function setSwitches(change: Partial<Switches>): void {
  switches.set({ ...switches.get(), ...change })
}

/** How the code is to be written, from all that the reader chose. */
export function useManner(target: TargetInfo, { body }: Address): Manner {
  const values = useValues()
  const { secretsInCode, secretsShown } = useSwitches()
  return useMemo(
    () => ({ target: target.id, body, secrets: secretsShown ? 'shown' : 'hidden', values, secretsInCode }),
    [target.id, body, values, secretsInCode, secretsShown],
  )
}
