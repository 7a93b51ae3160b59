/** Values of the right form for variables that Postman makes anew each time. Fixed, so that programs do not change. */
const VALUES: Readonly<Record<string, string>> = {
  $guid: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  $randomUUID: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  $timestamp: '1767225600',
  $isoTimestamp: '2026-01-01T00:00:00.000Z',
  $randomInt: '42',
  $randomBoolean: 'true',
  $randomEmail: 'sam@example.com',
  $randomFirstName: 'Sam',
  $randomLastName: 'Miller',
  $randomFullName: 'Sam Miller',
  $randomUserName: 'sam.miller',
  $randomPhoneNumber: '+15145550001',
  $randomCity: 'Montreal',
  $randomCountry: 'Canada',
  $randomWord: 'word',
  $randomLoremSentence: 'This is a sentence.',
  $randomUrl: 'https://example.com',
  $randomIP: '192.0.2.1',
  $randomColor: 'blue',
}

/** A value for a variable such as `$guid`; undefined for one that is not among the common ones. */
export function dynamicValue(name: string): string | undefined {
  return VALUES[name]
}
