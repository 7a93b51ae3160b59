const NUMBER = /(?<!\d)\d(?:[ -]?\d){12,18}(?!\d)/g
const SHOWN = 4

/** Hides numbers of credit cards but for the last four digits: 13 to 19 digits with a right check digit (ISO/IEC 7812-1). */
export function maskCreditCards(text: string): string {
  return text.replaceAll(NUMBER, found => (hasCheckDigit(found) ? masked(found) : found))
}

function masked(number: string): string {
  const digits = number.replaceAll(/\D/g, '').length
  let seen = 0
  return number.replaceAll(/\d/g, digit => (++seen > digits - SHOWN ? digit : '*'))
}

/** The formula of Luhn. */
function hasCheckDigit(number: string): boolean {
  const digits = [...number.replaceAll(/\D/g, '')].reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => {
    const counted = index % 2 === 0 ? digit : digit * 2
    return total + (counted > 9 ? counted - 9 : counted)
  }, 0)
  return sum % 10 === 0
}
