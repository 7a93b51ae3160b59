import { tcl } from '../../languages/tcl.ts'
import { answerCode } from '../../program/answer.ts'
import { isPiece, wordFor } from '../../program/kinds.ts'
import { expression, labelPieces } from '../../program/pieces.ts'
import { type Reader, readValues } from '../../program/reading.ts'
import type { ReadItem } from '../../reply/reading.ts'
import { block, type Code, sections } from '../../writer/lines.ts'
import { bare, quoted, TAB, type TclProgram } from './program.ts'

/** Checks `status`, reads the answer, which is in `text`, and shows what was read. */
export function readAnswer(program: TclProgram): Code {
  const failed = program.failed('$status', { any: '$status / 100 != 2' })
  const said = program.explainsFailures ? '[details $text]' : '$text'
  if (program.explainsFailures) {
    program.parse()
    program.define('details', DETAILS)
  }
  const sentence = `"The server answered $status, not ${program.expected}:\\n${said}"`
  return answerCode(program.plan, {
    check: block(TAB, `if {${failed}} {`, `fail ${sentence}`, '}'),
    print: 'puts $text',
    read: () => readDocument(program),
    filled: read => block(TAB, 'if {$text ne ""} {', read, '}'),
  })
}

const DETAILS = `# What a failed answer says, value by value; as it is where it is no JSON.
proc details {text} {
    if {[catch {fields [parse $text] ""} found]} { return $text }
    return [join $found "\\n"]
}

proc fields {value path} {
    set type [huddle type $value]
    set found {}
    if {$type eq "dict"} {
        foreach name [huddle keys $value] {
            set own [string range "$path.$name" [string equal $path ""] end]
            lappend found {*}[fields [huddle get $value $name] $own]
        }
        return $found
    }
    if {$path eq ""} { set path "reply" }
    if {$type eq "list"} {
        for {set at 0} {$at < [huddle llength $value]} {incr at} {
            lappend found {*}[fields [huddle get $value $at] "$path\\[$at\\]"]
        }
    } elseif {$type ne "null"} {
        lappend found "$path = [huddle get_stripped $value]"
    }
    return $found
}`.split('\n')

/** Reads the document that is in `text`. */
export function readDocument(program: TclProgram): string[] {
  const { options, values } = program.plan
  program.parse()
  return sections(
    'if {[catch {parse $text} reply]} { fail "The answer is not JSON." }',
    readValues(values, reader(program), program.scope, '$reply', options.secrets === 'shown'),
  )
}

function reader(program: TclProgram): Reader {
  const get = (name: string, from: string, value: ReadItem, path: readonly string[], absent: boolean) => {
    program.define('plain', PLAIN)
    program.define('get', GET)
    const names = `[list ${path.map(tcl.string).join(' ')}]`
    return `get ${bare(name)} ${from} {${typesOf(value)}} ${names}${absent ? ' optional' : ''}`
  }
  return {
    leaf: (name, from, path, leaf, absent) => get(name, from, leaf, path, absent || leaf.kind === 'null'),
    list: (name, from, path, list, absent) => [
      get(name, from, list, path, absent),
      absent && `if {![info exists ${bare(name)}]} { set ${bare(name)} {} }`,
    ],
    show: (label, name, leaf, absent) => {
      const print = `puts ${expression([...labelPieces(label), ' = ', { code: name }], quoted)}`
      return absent || leaf.kind === 'null' ? `if {[info exists ${bare(name)}]} { ${print} }` : print
    },
    each: (list, item, index, isNullable, body, value) => [
      `set ${bare(index)} -1`,
      block(
        TAB,
        `foreach ${bare(item)} ${list} {`,
        [
          `incr ${bare(index)}`,
          isNullable && `if {[huddle type ${item}] eq "null"} { continue }`,
          value.kind !== 'record' && `set ${bare(item)} [${isPiece(value) ? jsonOf(item) : `plain ${item}`}]`,
          body,
        ],
        '}',
      ),
    ],
  }
}

function jsonOf(variable: string): string {
  return `huddle jsondump ${variable} {} {}`
}

const typesOf = (value: ReadItem): string =>
  wordFor(value, {
    string: 'string',
    integer: 'number',
    number: 'number',
    boolean: 'boolean',
    list: 'list',
    object: 'dict',
    any: 'string boolean list number dict',
  })

const PLAIN = `# A text, a number as it is written, or the items of a list; JSON for an object.
proc plain {document} {
    switch [huddle type $document] {
        string - number - boolean { return [huddle get_stripped $document] }
        list {
            set items {}
            for {set at 0} {$at < [huddle llength $document]} {incr at} { lappend items [huddle get $document $at] }
            return $items
        }
        default { return [huddle jsondump $document {} {}] }
    }
}`.split('\n')

const GET = `# Sets a variable to what lies at a path of the answer, which must be of one of the types.
proc get {variable document types path {optional ""}} {
    upvar 1 $variable value
    unset -nocomplain value
    set isThere true
    foreach name $path {
        set isThere [expr {[huddle type $document] eq "dict" && $name in [huddle keys $document]}]
        if {!$isThere} { break }
        set document [huddle get $document $name]
    }
    if {!$isThere || [huddle type $document] eq "null"} {
        if {$optional ne ""} { return }
    } elseif {[huddle type $document] in $types} {
        if {[llength $types] == 1} { set value [plain $document] } else { set value [huddle jsondump $document {} {}] }
        return
    }
    fail "The answer has no [join $path .], or another kind of it."
}`.split('\n')
