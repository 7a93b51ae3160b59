/** Gives ids that differ: the second `a` becomes `a-2`. */
export class Identities {
  readonly #taken = new Set<string>()

  unique(wanted: string): string {
    let id = wanted
    for (let count = 2; this.#taken.has(id); count += 1) id = `${wanted}-${count}`
    this.#taken.add(id)
    return id
  }
}
