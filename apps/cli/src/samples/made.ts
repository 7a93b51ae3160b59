import type { DescribedSample, Item, ItemName, Options, Sample, SampleRequest, Target } from '@parhelion/samples'
import { engine } from './engine.ts'

export const FORMATS = ['code', 'page', 'html', 'json'] as const
export type Format = (typeof FORMATS)[number]

/** A sample of one item in one language, as the files that show it. */
export interface Made {
  readonly target: Target
  readonly request: SampleRequest
  /** Relative to the folder of the target, with slashes. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
  readonly described: DescribedSample
}

export interface Wish {
  readonly title: string
  readonly format: Format
  readonly options: Omit<Options, 'name'>
}

/** Makes what is wished for of one item in one language. */
export async function makeSample(item: Item, name: ItemName, target: Target, wish: Wish): Promise<Made> {
  const { describeSample } = await engine()
  const options = { ...wish.options, name: name.name }
  const sample = target.generate(item.request, options)
  const described = describeSample(target, item.request, sample)
  const files = await filesOf({ item, target, sample, options, described }, name, wish)
  return { target, request: item.request, files, described }
}

interface Making {
  readonly item: Item
  readonly target: Target
  readonly sample: Sample
  readonly options: Options
  readonly described: DescribedSample
}

async function filesOf(making: Making, { folders, name }: ItemName, { title, format }: Wish): Promise<Made['files']> {
  const { item, target, sample, options, described } = making
  const { pageHtml, pageText, sampleFiles, samplePage } = await engine()
  const page = () => samplePage(title, item, target, sample, options)
  const file = (extension: string, text: string) => [{ path: [...folders, `${name}.${extension}`].join('/'), text }]
  switch (format) {
    case 'code':
      return sampleFiles(sample, { folders, name }).map(({ name: path, text }) => ({ path, text }))
    case 'page':
      return file('txt', pageText(page()))
    case 'html':
      return file('html', pageHtml(page()))
    case 'json':
      return file('json', `${JSON.stringify(described, null, 2)}\n`)
  }
}
