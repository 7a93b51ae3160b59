import { type Operation, pathParams } from '@parhelion/contract'
import type { Key } from '../process/installation.ts'
import type { Params, Scene } from './scene.ts'

/** What a program printed. */
export interface Printed {
  readonly text: string
  /** The value behind a name; fails where the program did not name it. */
  value(name: string): string
}

/** How one program is called, and what has to be so afterwards. */
export interface Step {
  /** Of the inputs that the collection leaves open, by the names of its variables. */
  readonly values: Readonly<Record<string, string>>
  /** Who calls; where it is missing, the app, or the account where an app may not. */
  readonly key?: Key
  /** This server cannot do it: the program says with what words it was refused. */
  readonly refused?: { readonly status: number; readonly title: string }
  /**
   * What the API says once the program has ended: the document whose values it has to have printed; undefined where the
   * document cannot be had again, and this itself has looked at what there is. Throws where the program did not do what it
   * says.
   */
  readonly after?: (printed: Printed) => Promise<unknown>
  /** Ends what was begun for the program, however it went with it. */
  readonly end?: () => Promise<void>
}

export type Scenario = (scene: Scene) => Promise<Step>

/** Prepares an app for a program that needs nothing else. */
export const nothing = async (): Promise<Params> => ({})

/** A program that shows what another caller is shown as well. */
export function reads(
  operation: Operation,
  prepare: (scene: Scene) => Promise<Params>,
  query: (params: Params) => string | undefined = () => undefined,
): Scenario {
  return async scene => {
    const params = await prepare(scene)
    const asked = query(params)
    const values = scene.place(params)
    return { values, after: () => scene.call(operation, params, asked === undefined ? {} : { query: asked }) }
  }
}

/** A program after which something cannot be read any more. */
export function removes(reading: Operation, prepare: (scene: Scene) => Promise<Params>): Scenario {
  return async scene => {
    const params = await prepare(scene)
    const isGone = async (): Promise<object> => {
      await scene.isGone(reading, params)
      return {}
    }
    return { values: scene.place(params), after: isGone }
  }
}

/** A program that says what can be read afterwards under the id that it printed, or under one that is known. */
export function writes(
  reading: Operation,
  prepare: (scene: Scene) => Promise<Params>,
  id: Readonly<Record<string, string>> = {},
): Scenario {
  return async scene => {
    const params = await prepare(scene)
    return {
      values: scene.place(params),
      after: printed => {
        const made = Object.entries(id).map(([name, label]) => [name, printed.value(label)] as const)
        const known = { ...scene.place(params), ...Object.fromEntries(made) }
        const names = pathParams(reading.path)
        return scene.call(reading, Object.fromEntries(names.map(name => [name, known[name] ?? ''])))
      },
    }
  }
}

/** Fails with a sentence where something is not so. */
export function must(isSo: boolean, sentence: string): void {
  if (!isSo) throw new Error(sentence)
}

/** The one of a list that has the id; fails where none has. */
export function withId<Thing extends { readonly id: string }>(things: readonly Thing[], id: string): Thing {
  const found = things.find(thing => thing.id === id)
  if (found === undefined) throw new Error(`nothing has the id ${id}`)
  return found
}
