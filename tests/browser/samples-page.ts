import type { Locator, Page } from 'playwright-core'

/** The samples page as its readers handle it. */
export class SamplesPage {
  readonly page: Page
  readonly #address: string

  constructor(page: Page, address: string) {
    this.page = page
    this.#address = address
  }

  async open(search = ''): Promise<this> {
    await this.page.goto(`${this.#address}/samples${search}`)
    await this.page.getByRole('heading', { level: 1, name: 'Samples' }).waitFor()
    return this
  }

  get tree(): Locator {
    return this.page.getByRole('tree', { name: 'Items of the collection' })
  }

  get items(): Locator {
    return this.page.getByRole('treeitem')
  }

  get title(): Locator {
    return this.page.getByRole('article').getByRole('heading', { level: 2 })
  }

  /** The code under this label, as text. */
  code(label: string): Locator {
    return this.page.getByRole('region', { name: label, exact: true })
  }

  /** Drops a file onto the page, as from the desktop. */
  async drop(name: string, content: string | Buffer): Promise<void> {
    await this.dropInTurn([name, content])
  }

  /** Drops several files, each before the page can have read the one before it. */
  async dropInTurn(...files: readonly (readonly [name: string, content: string | Buffer])[]): Promise<void> {
    const given = files.map(([name, content]) => [name, Buffer.from(content).toString('base64')])
    await this.page.evaluate(`{
      const transfers = ${JSON.stringify(given)}.map(([name, base64]) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([Uint8Array.from(atob(base64), character => character.charCodeAt(0))], name))
        return transfer
      })
      for (const dataTransfer of transfers)
        for (const type of ['dragover', 'drop'])
          document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    }`)
  }

  /** Chooses the item of this name. */
  async choose(name: string): Promise<void> {
    await this.page.getByRole('searchbox').fill(name)
    await this.items.filter({ has: this.page.getByTitle(name, { exact: true }) }).click()
    await this.page.getByRole('article', { name, exact: true }).waitFor()
  }

  async chooseLanguage(language: string, library?: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Language' }).click()
    await this.page.getByRole('option', { name: language, exact: true }).click()
    if (library === undefined) return
    await this.page.getByRole('combobox', { name: 'Library' }).click()
    await this.page.getByRole('option', { name: library, exact: true }).click()
  }
}

/** A collection of Postman with these items in it. */
export function collectionOf(items: readonly object[], name = 'Made for a test'): string {
  return JSON.stringify({
    info: { name, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
    item: items,
  })
}

/** Many requests in folders of fifty. */
export function manyItems(count: number): object[] {
  return Array.from({ length: Math.ceil(count / 50) }, (_, folder) => ({
    name: `Folder ${folder + 1}`,
    item: Array.from({ length: Math.min(50, count - folder * 50) }, (_, index) => ({
      id: `item-${folder * 50 + index + 1}`,
      name: `Request ${folder * 50 + index + 1}`,
      request: { method: 'GET', url: `https://api.example.com/things/${folder * 50 + index + 1}` },
    })),
  }))
}
