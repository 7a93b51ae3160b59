import sql, { type Sql } from 'sql-template-tag'

/**
 * One column of many rows as one parameter, an array of text in the statement, to be cast by who asks.
 * It goes as lines, which nobody has to quote and to read back letter by letter, as an array would be; an empty line is
 * null, and a single null an empty array, which `unnest` fills up beside other columns. Where a value is empty or has a line break in it the driver makes an array of it.
 */
export function column<Row>(rows: readonly Row[], read: (row: Row) => string | number | null): Sql {
  const values = rows.map(read)
  if (values.some(value => value === '' || (typeof value === 'string' && value.includes('\n'))))
    return sql`${values}::text[]`
  return sql`string_to_array(${values.join('\n')}, chr(10), '')`
}
