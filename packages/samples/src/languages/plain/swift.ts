import { type Language, lineComments } from '../language.ts'
import { wordSet } from '../naming.ts'
import { fitsDouble, fitsSigned, isInteger } from '../numbers.ts'
import { bracedEscape, C_ESCAPES, quote } from '../quote.ts'

export const swift: Language = {
  names: {
    reserved: wordSet(
      'associatedtype actor any as async await break case catch class continue convenience default defer deinit do else enum',
      'extension fallthrough false fileprivate final for func get guard if import in indirect infix init inout internal is lazy let',
      'mutating nil none nonmutating open operator optional override postfix precedencegroup prefix private protocol public repeat',
      'required rethrows return self Self set some static struct subscript super switch throw throws true try Type typealias',
      'unowned var weak where while willSet didSet print',
      'Any Array Bool Codable Data Decodable Double Encodable Error Int Int64 JSONDecoder Optional Protocol Set String URL URLRequest',
    ),
  },
  string: text =>
    quote(text, { open: '"', close: '"', escape: character => C_ESCAPES[character], hidden: bracedEscape }),
  number: source => (fitsSigned(source, 64) || (!isInteger(source) && fitsDouble(source)) ? source : undefined),
  comment: lineComments('//'),
}
