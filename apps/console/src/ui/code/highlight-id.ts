const UNLIKE: Readonly<Record<string, string>> = { 'C#': 'csharp', 'C++': 'cpp', Batch: 'dos' }

/** What highlight.js calls a language of the samples: `C#` is `csharp`. */
export const highlightId = (language: string): string => UNLIKE[language] ?? language.toLowerCase()
