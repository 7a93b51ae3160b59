/** Whether a JSON number is written without fraction and exponent. */
export function isInteger(source: string): boolean {
  return /^-?\d+$/.test(source)
}

/** Whether an integer lies in the range of a signed type of so many bits. */
export function fitsSigned(source: string, bits: number): boolean {
  return isInteger(source) && BigInt.asIntN(bits, BigInt(source)) === BigInt(source)
}

/** Whether a double holds the number and prints it again with the same value, so that nothing is lost on the way. */
export function fitsDouble(source: string): boolean {
  const value = Number(source)
  return Number.isFinite(value) && decimal(String(value)) === decimal(source)
}

/** Whether the number is an integer that a double holds and that neighbours do not share. */
export function fitsSafeInteger(source: string): boolean {
  return isInteger(source) && Number.isSafeInteger(Number(source))
}

/** One spelling for each value: sign, digits without zeros at the ends, power of ten. `1.50`, `15e-1` → `15e-1`. */
export function decimal(source: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([-+]?)(\d+)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(source) ?? []
  const digits = (whole + fraction).replace(/^0+/, '')
  if (digits === '') return '0'
  const bare = digits.replace(/0+$/, '')
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - bare.length)
  return `${sign === '-' ? '-' : ''}${bare}e${power}`
}
