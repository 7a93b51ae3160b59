import pg from 'pg'

type Parse = (text: string) => unknown

/** `text[]`, which the names of `pg` leave out. */
const TEXTS = 1009 as typeof pg.types.builtins.TEXT
const TIME = pg.types.builtins.TIMESTAMPTZ

const readTexts: Parse = pg.types.getTypeParser(TEXTS)
const readTime: Parse = pg.types.getTypeParser(TIME)

/** Times and lists of texts, of which there are many in most answers, in shorter ways than `pg` has, where they are plain. */
const shorter: ReadonlyMap<number, Parse> = new Map([
  [TEXTS, text => (isPlain(text) ? splitTexts(text) : readTexts(text))],
  // Of a connection whose time zone is UTC; of years with four digits.
  [
    TIME,
    text => (/^\d{4}-.*\+00$/.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : readTime(text)),
  ],
])

/** How what PostgreSQL answers becomes values. */
export const parsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary'): Parse =>
    (format === 'binary' ? undefined : shorter.get(oid)) ?? pg.types.getTypeParser(oid, format),
}

/** Without bounds, quotes, further dimensions and nulls (PostgreSQL, "Array Input and Output Syntax"). */
const isPlain = (text: string): boolean =>
  text.startsWith('{') && !text.includes('"') && !text.includes('{', 1) && !text.includes('NULL')

const splitTexts = (text: string): string[] => (text === '{}' ? [] : text.slice(1, -1).split(','))
